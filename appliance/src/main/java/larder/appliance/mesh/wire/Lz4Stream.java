package larder.appliance.mesh.wire;

import java.io.IOException;
import java.io.InputStream;

/**
 * Decompresses LZ4's raw block as it comes. Source: LZ4 Block Format Description. A match reaches
 * back less than 64 KiB, so that is all that is kept, whatever the block's size. For one thread.
 */
final class Lz4Stream extends InputStream {

  /** A byte of input makes at most this many of output. */
  private static final int MAX_RATIO = 255;

  private static final int MIN_MATCH = 4;
  private static final int WINDOW_BYTES = 1 << 16;

  private final Body in;
  private final int sizeBytes;

  /** What matches may refer to, and behind it what was made and not read yet. */
  private final byte[] made = new byte[2 * WINDOW_BYTES];

  private int from;
  private int to;
  private int toMake;
  private int literals;
  private int matchBytes;
  private int distance;

  /** The length's four bits in the token of the match that follows the literals. */
  private int matchCode;

  private boolean matchDue;
  private boolean ended;

  /**
   * @param in the compressed block
   * @param sizeBytes exactly what it makes
   * @throws WireException if it cannot make that much
   */
  Lz4Stream(Body in, int sizeBytes) throws WireException {
    if (sizeBytes > (long) in.left() * MAX_RATIO) {
      throw new WireException("compressed message claims more than it can hold: " + sizeBytes);
    }
    this.in = in;
    this.sizeBytes = sizeBytes;
    this.toMake = sizeBytes;
  }

  /**
   * @throws WireException if the block does not make exactly what was said
   */
  @Override
  public int read() throws IOException {
    return make() ? made[from++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!make()) {
      return -1;
    }
    int count = Math.min(length, to - from);
    System.arraycopy(made, from, target, offset, count);
    from += count;
    return count;
  }

  /** Makes bytes to read, if there are none. @return false at the end */
  private boolean make() throws IOException {
    if (from == to && !ended) {
      slide();
      while (to < made.length && !ended) {
        step();
      }
    }
    return from < to;
  }

  private void slide() {
    if (to > WINDOW_BYTES) {
      System.arraycopy(made, to - WINDOW_BYTES, made, 0, WINDOW_BYTES);
      to = WINDOW_BYTES;
      from = to;
    }
  }

  private void step() throws IOException {
    if (literals > 0) {
      copyLiterals();
    } else if (matchBytes > 0) {
      copyMatch();
    } else if (!matchDue) {
      startSequence();
    } else if (in.left() > 0) {
      startMatch();
    } else {
      end();
    }
  }

  private void startSequence() throws IOException {
    int token = next();
    literals = length(token >>> 4);
    if (literals > in.left() || literals > toMake) {
      throw new WireException("compressed message overruns");
    }
    matchCode = token & 15;
    matchDue = true;
  }

  private void startMatch() throws IOException {
    distance = next() | (next() << 8);
    matchBytes = length(matchCode) + MIN_MATCH;
    if (distance == 0 || distance > to || matchBytes > toMake) {
      throw new WireException("compressed message points outside itself");
    }
    matchDue = false;
  }

  private void end() throws WireException {
    if (toMake > 0) {
      throw new WireException("compressed message is shorter than it claims");
    }
    ended = true;
  }

  private void copyLiterals() throws IOException {
    int count = in.read(made, to, Math.min(literals, made.length - to));
    literals -= count;
    advance(count);
  }

  private void copyMatch() {
    int count = Math.min(matchBytes, made.length - to);
    if (distance >= count) {
      System.arraycopy(made, to - distance, made, to, count);
    } else {
      for (int i = to; i < to + count; i++) {
        made[i] = made[i - distance];
      }
    }
    matchBytes -= count;
    advance(count);
  }

  private void advance(int count) {
    to += count;
    toMake -= count;
  }

  private int length(int code) throws IOException {
    int length = code;
    if (code == 15) {
      int more;
      do {
        more = next();
        length += more;
        if (length > sizeBytes) {
          throw new WireException("compressed message overruns");
        }
      } while (more == 255);
    }
    return length;
  }

  private int next() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new WireException("compressed message is cut off");
    }
    return next;
  }
}
