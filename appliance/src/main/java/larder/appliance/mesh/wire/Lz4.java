package larder.appliance.mesh.wire;

import java.util.Arrays;

/**
 * Compresses into LZ4's raw block: no frame, no checksum. Source: LZ4 Block Format Description. The
 * way back is {@link Lz4Stream}.
 */
final class Lz4 {

  private static final int MIN_MATCH = 4;

  /** The format's end: the last match starts 12 bytes before it, the last 5 are literals. */
  private static final int MATCH_MARGIN = 12;

  private static final int LAST_LITERALS = 5;
  private static final int MAX_DISTANCE = 0xffff;
  private static final int HASH_BITS = 13;

  private Lz4() {}

  /** Compresses greedily; the result may be longer than the input. */
  static byte[] compress(byte[] input) {
    return new Encoder(input).run();
  }

  private static final class Encoder {

    private final byte[] in;
    private final byte[] out;
    private final int[] lastSeen = new int[1 << HASH_BITS];
    private int to;

    Encoder(byte[] in) {
      this.in = in;
      this.out = new byte[in.length + in.length / 255 + 16];
      Arrays.fill(lastSeen, -1);
    }

    byte[] run() {
      int anchor = 0;
      int at = 0;
      while (at < in.length - MATCH_MARGIN) {
        int candidate = candidate(at);
        if (candidate < 0) {
          // The longer nothing matches, the bigger the steps: noise costs little.
          at += 1 + ((at - anchor) >>> 6);
        } else {
          int length = matchLength(candidate, at);
          sequence(anchor, at - anchor, at - candidate, length);
          at += length;
          anchor = at;
        }
      }
      lastLiterals(anchor);
      return Arrays.copyOf(out, to);
    }

    /** An earlier place with the same four bytes, or -1. */
    private int candidate(int at) {
      int word = word(at);
      int slot = (word * 0x9E3779B1) >>> (32 - HASH_BITS);
      int earlier = lastSeen[slot];
      lastSeen[slot] = at;
      boolean usable = earlier >= 0 && at - earlier <= MAX_DISTANCE && word(earlier) == word;
      return usable ? earlier : -1;
    }

    private int matchLength(int candidate, int at) {
      int limit = in.length - LAST_LITERALS;
      return MIN_MATCH
          + Arrays.mismatch(
              in,
              at + MIN_MATCH,
              limit,
              in,
              candidate + MIN_MATCH,
              candidate + MIN_MATCH + (limit - at - MIN_MATCH) + 1);
    }

    private void sequence(int anchor, int literals, int distance, int matchLength) {
      int rest = matchLength - MIN_MATCH;
      out[to++] = (byte) ((Math.min(literals, 15) << 4) | Math.min(rest, 15));
      copyLiterals(anchor, literals);
      out[to++] = (byte) distance;
      out[to++] = (byte) (distance >>> 8);
      longLength(rest);
    }

    private void lastLiterals(int anchor) {
      int literals = in.length - anchor;
      out[to++] = (byte) (Math.min(literals, 15) << 4);
      copyLiterals(anchor, literals);
    }

    private void copyLiterals(int anchor, int literals) {
      longLength(literals);
      System.arraycopy(in, anchor, out, to, literals);
      to += literals;
    }

    private void longLength(int length) {
      if (length >= 15) {
        int rest = length - 15;
        while (rest >= 255) {
          out[to++] = (byte) 255;
          rest -= 255;
        }
        out[to++] = (byte) rest;
      }
    }

    private int word(int at) {
      return (in[at] & 0xff)
          | (in[at + 1] & 0xff) << 8
          | (in[at + 2] & 0xff) << 16
          | (in[at + 3] << 24);
    }
  }
}
