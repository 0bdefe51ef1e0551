package larder.media;

/**
 * A run of bytes of one content: {@code lengthBytes} bytes from {@code offsetBytes} on.
 *
 * @param offsetBytes first byte, zero or more
 * @param lengthBytes number of bytes; zero is an empty range
 */
public record ByteRange(long offsetBytes, long lengthBytes) {

  public ByteRange {
    if (offsetBytes < 0 || lengthBytes < 0 || offsetBytes + lengthBytes < 0) {
      throw new IllegalArgumentException(
          "bad range: offset " + offsetBytes + ", length " + lengthBytes);
    }
  }

  /** The first byte after the range. */
  public long endBytes() {
    return offsetBytes + lengthBytes;
  }

  public boolean isEmpty() {
    return lengthBytes == 0;
  }
}
