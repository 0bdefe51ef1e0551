package larder.media.prefetch;

import java.nio.ByteBuffer;
import larder.media.MediaException;

/** Reads what is cached of one content, and only that. */
@FunctionalInterface
public interface CachedBytes {

  /**
   * Reads from {@code positionBytes} on.
   *
   * @return bytes read; 0 if the byte there is not cached, or lies past the end
   * @throws MediaException {@code CLOSING} when the cache is closed
   */
  int read(long positionBytes, ByteBuffer target) throws MediaException;
}
