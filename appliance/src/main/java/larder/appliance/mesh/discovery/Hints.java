package larder.appliance.mesh.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the URLs of an announcement into addresses to dial. */
public final class Hints {

  /** As many as a PC with some network cards has; each costs a dial. */
  static final int MOST = 16;

  private static final Set<String> SCHEMES = Set.of("tcp", "tcp4", "tcp6");

  private Hints() {}

  /**
   * What can be dialled, in the order announced.
   *
   * @param source where the announcement came from: stands in for a host that was left open
   */
  static List<InetSocketAddress> of(Announcement announcement, InetAddress source) {
    return of(announcement.addresses(), Optional.of(source));
  }

  /** What can be dialled of {@code urls}, in their order; open hosts stand for nothing. */
  public static List<InetSocketAddress> of(List<String> urls) {
    return of(urls, Optional.empty());
  }

  private static List<InetSocketAddress> of(List<String> urls, Optional<InetAddress> source) {
    Set<InetSocketAddress> hints = new LinkedHashSet<>();
    for (String url : urls) {
      hint(url, source).ifPresent(hints::add);
    }
    return hints.stream().limit(MOST).toList();
  }

  private static Optional<InetSocketAddress> hint(String address, Optional<InetAddress> source) {
    try {
      URI url = new URI(address);
      if (!SCHEMES.contains(String.valueOf(url.getScheme()))) {
        return Optional.empty();
      }
      String authority = String.valueOf(url.getRawAuthority());
      int colon = authority.lastIndexOf(':');
      if (colon < 0 || !authority.substring(colon + 1).matches("[0-9]{1,5}")) {
        return Optional.empty();
      }
      int port = Integer.parseInt(authority.substring(colon + 1));
      return port < 1 || port > 65_535
          ? Optional.empty()
          : host(authority.substring(0, colon), source)
              .map(host -> new InetSocketAddress(host, port));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<InetAddress> host(String host, Optional<InetAddress> source) {
    String bare = host.replaceAll("^\\[|]$", "");
    if (bare.isEmpty()) {
      return source;
    }
    try {
      // Numbers only: a name in an announcement would make us ask the DNS for a stranger.
      InetAddress address = InetAddress.ofLiteral(bare);
      if (address.isAnyLocalAddress()) {
        return source;
      }
      boolean useless = address.isLoopbackAddress() || address.isMulticastAddress();
      return useless ? Optional.empty() : Optional.of(address);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
