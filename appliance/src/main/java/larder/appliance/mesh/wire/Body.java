package larder.appliance.mesh.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of one message, as they come: its end is this stream's end. For one thread. */
final class Body extends InputStream {

  private final InputStream in;
  private int left;

  /**
   * @param lengthBytes checked by the caller
   */
  Body(InputStream in, int lengthBytes) {
    this.in = in;
    this.left = lengthBytes;
  }

  /** Bytes that were not read yet. */
  int left() {
    return left;
  }

  /**
   * @throws EOFException if the connection ends before the message does
   */
  @Override
  public int read() throws IOException {
    if (left == 0) {
      return -1;
    }
    int next = in.read();
    if (next < 0) {
      throw new EOFException();
    }
    left--;
    return next;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int count = in.read(target, offset, Math.min(length, left));
    if (count < 0) {
      throw new EOFException();
    }
    left -= count;
    return count;
  }
}
