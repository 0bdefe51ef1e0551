package larder.media.format;

import java.nio.ByteBuffer;
import larder.media.ByteRange;
import larder.media.MediaException;

/** Reads numbers out of a content's cached bytes; ends the probe where one is missing. */
final class Window {

  private final CachedBytes bytes;

  Window(CachedBytes bytes) {
    this.bytes = bytes;
  }

  long sizeBytes() {
    return bytes.sizeBytes();
  }

  /** {@code lengthBytes} bytes, big-endian. */
  ByteBuffer read(long offsetBytes, int lengthBytes) throws ProbeStop, MediaException {
    if (offsetBytes < 0 || offsetBytes > sizeBytes() - lengthBytes) {
      throw new ProbeStop.Malformed("points outside the file: " + offsetBytes);
    }
    ByteRange range = new ByteRange(offsetBytes, lengthBytes);
    byte[] found = bytes.read(range).orElse(null);
    if (found == null) {
      throw new ProbeStop.Missing(range);
    }
    return ByteBuffer.wrap(found);
  }

  /** The first bytes: {@code lengthBytes}, or as many as the content has. */
  ByteBuffer head(int lengthBytes) throws ProbeStop, MediaException {
    return read(0, (int) Math.min(lengthBytes, sizeBytes()));
  }
}
