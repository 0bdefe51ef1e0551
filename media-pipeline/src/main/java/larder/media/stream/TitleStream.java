package larder.media.stream;

import java.nio.ByteBuffer;
import java.util.Optional;
import larder.media.ByteRange;
import larder.media.FileRegion;
import larder.media.MediaException;

/**
 * One reader's way through one content. Not safe for several threads, but {@link #close} may come
 * from any and wakes a waiting read.
 */
public interface TitleStream extends AutoCloseable {

  long sizeBytes();

  /**
   * Reads at least one byte from {@code positionBytes} into {@code target}, as many as are there
   * without waiting; waits when the first is missing, which raises a demand for its chunk. The
   * stream decides from the positions it sees how far to read ahead: nothing until reading has
   * proved sequential.
   *
   * @return bytes read, one or more; -1 at or past the end
   * @throws MediaException {@code NO_SOURCE} or {@code SOURCE_TIMEOUT} when nobody can deliver the
   *     chunk within the stream's patience, {@code CONTENT_CHANGED}, {@code DISK_FAILED}, {@code
   *     CLOSING}
   * @throws InterruptedException if the calling thread is interrupted
   */
  int read(long positionBytes, ByteBuffer target) throws MediaException, InterruptedException;

  /**
   * The bytes of {@code range} that are in the cache's files, for sending without reading them;
   * empty if the first of them is not: {@link #read} waits for it. What is sent counts as read.
   *
   * @param range within the content, not empty
   * @throws MediaException {@code CLOSING}
   */
  Optional<FileRegion> region(ByteRange range) throws MediaException;

  /** Withdraws the demand and the read-ahead. Idempotent. */
  @Override
  void close();
}
