package larder.media.source.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses may be connected to. A URL comes from outside, the box stands inside the
 * household: what only the inside can reach must not be reached through the box.
 */
public enum AddressRule {
  /** Only what the whole Internet can reach. */
  PUBLIC_ONLY,
  /** The household's own servers too, and this machine's. */
  PRIVATE_TOO;

  /** Registries of special addresses: IANA, RFC 6890 and what came after it. The first counts. */
  private static final List<Block> BLOCKS =
      List.of(
          block("0.0.0.0/8", Reach.NOWHERE),
          block("10.0.0.0/8", Reach.HOUSEHOLD),
          block("100.64.0.0/10", Reach.HOUSEHOLD),
          block("127.0.0.0/8", Reach.HOUSEHOLD),
          block("169.254.0.0/16", Reach.NOWHERE), // link-local, and the clouds' metadata
          block("172.16.0.0/12", Reach.HOUSEHOLD),
          block("192.0.0.0/24", Reach.NOWHERE),
          block("192.0.2.0/24", Reach.NOWHERE),
          block("192.88.99.0/24", Reach.NOWHERE),
          block("192.168.0.0/16", Reach.HOUSEHOLD),
          block("198.18.0.0/15", Reach.NOWHERE),
          block("198.51.100.0/24", Reach.NOWHERE),
          block("203.0.113.0/24", Reach.NOWHERE),
          block("224.0.0.0/3", Reach.NOWHERE), // multicast, reserved, broadcast
          block("::1/128", Reach.HOUSEHOLD),
          block("::/96", Reach.NOWHERE), // unspecified and IPv4-compatible
          block("64:ff9b:1::/48", Reach.NOWHERE),
          block("100::/64", Reach.NOWHERE),
          block("2001::/23", Reach.NOWHERE), // Teredo and its like
          block("2001:db8::/32", Reach.NOWHERE),
          block("3fff::/20", Reach.NOWHERE),
          block("5f00::/16", Reach.NOWHERE),
          block("fc00::/7", Reach.HOUSEHOLD),
          block("fe80::/10", Reach.NOWHERE),
          block("fec0::/10", Reach.NOWHERE),
          block("ff00::/8", Reach.NOWHERE));

  private static final Prefix MAPPED =
      new Prefix(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1}, 96);
  private static final Prefix NAT64 =
      new Prefix(new byte[] {0, 0x64, -1, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}, 96);
  private static final Prefix SIX_TO_FOUR = new Prefix(new byte[] {0x20, 2}, 16);

  /** Whether this rule lets anyone connect to {@code address}. */
  public boolean allows(InetAddress address) {
    return switch (reach(address.getAddress())) {
      case EVERYWHERE -> true;
      case HOUSEHOLD -> this == PRIVATE_TOO;
      case NOWHERE -> false;
    };
  }

  private static Reach reach(byte[] address) {
    Optional<byte[]> inside = embedded(address);
    if (inside.isPresent()) {
      return reach(inside.get());
    }
    return BLOCKS.stream()
        .filter(block -> block.prefix.covers(address))
        .findFirst()
        .map(Block::reach)
        .orElse(Reach.EVERYWHERE);
  }

  /** The IPv4 address that an IPv6 address stands for, in whatever wrapping. */
  private static Optional<byte[]> embedded(byte[] address) {
    if (MAPPED.covers(address) || NAT64.covers(address)) {
      return Optional.of(Arrays.copyOfRange(address, 12, 16));
    }
    return SIX_TO_FOUR.covers(address)
        ? Optional.of(Arrays.copyOfRange(address, 2, 6))
        : Optional.empty();
  }

  private static Block block(String cidr, Reach reach) {
    String[] parts = cidr.split("/", -1);
    byte[] bytes = InetAddress.ofLiteral(parts[0]).getAddress();
    return new Block(new Prefix(bytes, Integer.parseInt(parts[1])), reach);
  }

  private enum Reach {
    EVERYWHERE,
    HOUSEHOLD,
    NOWHERE
  }

  private record Block(Prefix prefix, Reach reach) {}

  @SuppressWarnings("ArrayRecordComponent") // a table's row, never compared
  private record Prefix(byte[] bytes, int bits) {

    /** Whether an address of the same family starts with these bits. */
    boolean covers(byte[] address) {
      boolean isIpv6 = bytes.length != 4;
      if (isIpv6 != (address.length != 4)) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (bytes[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
