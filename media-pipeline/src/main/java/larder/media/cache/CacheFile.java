package larder.media.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One open file of the cache. For any number of threads at once; an interrupt of one of them
 * disturbs nobody. May be used again after {@link #close}, which only gives the descriptor back.
 */
public interface CacheFile extends Closeable {

  /**
   * Reads from {@code offsetBytes} until {@code target} is full or the file ends.
   *
   * @return bytes read; fewer than {@code target} takes only at the end of the file
   */
  int read(long offsetBytes, ByteBuffer target) throws IOException;

  /** Writes all of {@code source} at {@code offsetBytes}; on failure any part may be written. */
  void write(long offsetBytes, ByteBuffer source) throws IOException;

  /** Returns when all that was written is on the disk: data and the size, not the times. */
  void sync() throws IOException;

  @Override
  void close() throws IOException;
}
