package larder.appliance.mesh.wire;

import java.util.Arrays;

/**
 * LZ4's raw block, both ways: no frame, no checksum. Source: LZ4 Block Format Description. Knows
 * its output's size beforehand, and touches nothing outside input and output whatever it is fed.
 */
final class Lz4 {

  /** A byte of input makes at most this many of output. */
  private static final int MAX_RATIO = 255;

  private static final int MIN_MATCH = 4;

  /** The format's end: the last match starts 12 bytes before it, the last 5 are literals. */
  private static final int MATCH_MARGIN = 12;

  private static final int LAST_LITERALS = 5;
  private static final int MAX_DISTANCE = 0xffff;
  private static final int HASH_BITS = 13;

  private Lz4() {}

  /** Decompresses {@code input} from {@code start} on into exactly {@code size} bytes. */
  static byte[] decompress(byte[] input, int start, int size) throws WireException {
    if (size > (long) (input.length - start) * MAX_RATIO) {
      throw new WireException("compressed message claims more than it can hold: " + size);
    }
    return new Decoder(input, start, size).run();
  }

  /** Compresses greedily; the result may be longer than the input. */
  static byte[] compress(byte[] input) {
    return new Encoder(input).run();
  }

  private static final class Decoder {

    private final byte[] in;
    private final byte[] out;
    private int from;
    private int to;

    Decoder(byte[] in, int start, int size) {
      this.in = in;
      this.from = start;
      this.out = new byte[size];
    }

    byte[] run() throws WireException {
      while (true) {
        int token = next();
        literals(length(token >>> 4));
        if (from == in.length) {
          break;
        }
        match(token & 15);
      }
      if (to != out.length) {
        throw new WireException("compressed message is shorter than it claims");
      }
      return out;
    }

    private void literals(int count) throws WireException {
      if (count > in.length - from || count > out.length - to) {
        throw new WireException("compressed message overruns");
      }
      System.arraycopy(in, from, out, to, count);
      from += count;
      to += count;
    }

    private void match(int lengthCode) throws WireException {
      int distance = next() | (next() << 8);
      int count = length(lengthCode) + MIN_MATCH;
      if (distance == 0 || distance > to || count > out.length - to) {
        throw new WireException("compressed message points outside itself");
      }
      if (distance >= count) {
        System.arraycopy(out, to - distance, out, to, count);
        to += count;
      } else {
        for (int end = to + count; to < end; to++) {
          out[to] = out[to - distance];
        }
      }
    }

    private int length(int code) throws WireException {
      int length = code;
      if (code == 15) {
        int more;
        do {
          more = next();
          length += more;
          if (length > out.length) {
            throw new WireException("compressed message overruns");
          }
        } while (more == 255);
      }
      return length;
    }

    private int next() throws WireException {
      if (from == in.length) {
        throw new WireException("compressed message is cut off");
      }
      return in[from++] & 0xff;
    }
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
