package larder.media.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.function.BooleanSupplier;
import larder.media.ByteRange;

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

  /**
   * Sends bytes of {@code range}, from its start on, as many as {@code target} takes without
   * waiting. Asks {@code allowed} after the file was opened, so that a file that took this one's
   * place is never sent.
   *
   * @return bytes sent; 0 when the target takes none now, {@code allowed} says no, or the file was
   *     closed meanwhile
   * @throws java.io.EOFException if the file ends before the range does and nothing was sent
   * @throws java.nio.channels.ClosedByInterruptException if the thread was interrupted: any part
   *     may have gone
   * @throws IOException if file or target fail; nothing was sent
   */
  long transferTo(ByteRange range, WritableByteChannel target, BooleanSupplier allowed)
      throws IOException;

  /** Writes all of {@code source} at {@code offsetBytes}; on failure any part may be written. */
  void write(long offsetBytes, ByteBuffer source) throws IOException;

  /**
   * As {@link #write}, but past the system's memory for files where disk and alignment allow it:
   * for bytes that nobody reads soon. Costs no copy, and pushes nothing out of that memory. Needs a
   * {@link #sync} all the same.
   */
  void writePast(long offsetBytes, ByteBuffer source) throws IOException;

  /** Returns when all that was written is on the disk: data and the size, not the times. */
  void sync() throws IOException;

  @Override
  void close() throws IOException;
}
