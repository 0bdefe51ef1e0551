package larder.media.format;

import java.util.Optional;
import larder.media.ByteRange;
import larder.media.MediaException;

/** Those bytes of one content that can be read without waiting. */
public interface CachedBytes {

  /** Size of the whole content, cached or not; one or more. */
  long sizeBytes();

  /**
   * Reads a range, or nothing of it.
   *
   * @param range inside the content, at most {@value ContainerProbe#MAX_READ_BYTES} bytes long
   * @return all of its bytes, or empty if some are missing
   * @throws MediaException {@code DISK_FAILED} if the cache cannot read what it has
   */
  Optional<byte[]> read(ByteRange range) throws MediaException;
}
