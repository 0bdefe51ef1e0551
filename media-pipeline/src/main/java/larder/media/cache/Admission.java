package larder.media.cache;

import larder.media.Fault;
import larder.media.MediaException;
import larder.media.chunk.VerifiedChunk;

/** The cache's answer to whoever wants to bring a chunk. */
public sealed interface Admission {

  /** There is no room or no disk; the chunk can still be served from memory. */
  record Denied(Fault fault) implements Admission {}

  /**
   * Room for one chunk, reserved until it is written or the reservation is closed. One thread uses
   * it, once.
   */
  non-sealed interface Granted extends Admission, AutoCloseable {

    /**
     * Writes the chunk. It is readable when this returns, and present after the next sync. A chunk
     * that is there already is left as it is.
     *
     * @throws MediaException {@code DISK_FULL}, {@code DISK_FAILED} or {@code CLOSING}; nothing of
     *     the chunk counts then
     */
    void write(VerifiedChunk chunk) throws MediaException;

    /** Gives back what was not used. Idempotent. */
    @Override
    void close();
  }
}
