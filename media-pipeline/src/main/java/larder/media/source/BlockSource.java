package larder.media.source;

import java.time.Duration;
import larder.media.MediaException;

/**
 * One content on one device: hands out the content's chunks, unverified, in any order, to several
 * threads at once.
 */
public interface BlockSource {

  /** The device behind this source. */
  SourceId id();

  /** Whether the source holds chunk {@code index} as far as it has told; a hint, never blocking. */
  boolean has(int index);

  /** What a chunk from here costs the household. */
  default Cost cost() {
    return Cost.ORDINARY;
  }

  /** What asking a source takes from others. */
  enum Cost {
    /** A device whose purpose is to serve: it is asked first for whatever can wait a little. */
    CHEAP,
    /** Somebody's PC, or a server far away. */
    ORDINARY
  }

  /**
   * Reads chunk {@code index}; blocks until all its bytes are here.
   *
   * @param index a chunk of the content that this source was made for
   * @param timeout how long to wait for the whole chunk, more than zero
   * @return the bytes as the source sent them: the right number of them, else nothing is promised
   * @throws MediaException with {@code SOURCE_TIMEOUT}, {@code SOURCE_FAILED}, {@code
   *     CONTENT_CHANGED} (the source says that it no longer has these bytes) or {@code NO_SOURCE}
   *     (the device went away)
   * @throws InterruptedException if the reader is interrupted; the source stays usable
   */
  UnverifiedBlock read(int index, Duration timeout) throws MediaException, InterruptedException;
}
