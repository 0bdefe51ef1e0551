package larder.media.format;

import java.nio.ByteBuffer;
import larder.media.ByteRange;
import larder.media.MediaException;
import larder.media.prefetch.CachedBytes;

/** Reads numbers out of a content's cached bytes; ends the probe where one is missing. */
final class Window {

  private final long sizeBytes;
  private final CachedBytes bytes;

  Window(long sizeBytes, CachedBytes bytes) {
    this.sizeBytes = sizeBytes;
    this.bytes = bytes;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /** {@code lengthBytes} bytes, big-endian. */
  ByteBuffer read(long offsetBytes, int lengthBytes) throws ProbeStop, MediaException {
    if (offsetBytes < 0 || offsetBytes > sizeBytes - lengthBytes) {
      throw new ProbeStop.Malformed("points outside the file: " + offsetBytes);
    }
    ByteBuffer found = ByteBuffer.allocate(lengthBytes);
    while (found.hasRemaining()) {
      if (bytes.read(offsetBytes + found.position(), found) <= 0) {
        throw new ProbeStop.Missing(new ByteRange(offsetBytes, lengthBytes));
      }
    }
    return found.flip();
  }

  /** The first bytes: {@code lengthBytes}, or as many as the content has. */
  ByteBuffer head(int lengthBytes) throws ProbeStop, MediaException {
    return read(0, (int) Math.min(lengthBytes, sizeBytes));
  }
}
