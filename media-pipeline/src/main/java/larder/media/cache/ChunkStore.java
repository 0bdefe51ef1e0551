package larder.media.cache;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import larder.media.ByteRange;
import larder.media.ContentId;
import larder.media.FileRegion;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.chunk.Expected;

/**
 * Keeps verified chunks. A chunk is <em>readable</em> as soon as it was written and
 * <em>present</em> once it is synced: only what is present is counted, shown and remembered. No
 * byte leaves that was not held against its hash since the process started. For any number of
 * threads at once.
 */
public interface ChunkStore extends CacheView, AutoCloseable {

  /**
   * Asks for room for chunk {@code index}. May evict other contents for it, and blocks for as long
   * as that takes.
   */
  Admission admit(Manifest manifest, int index, Purpose purpose);

  /**
   * What chunk {@code index} must be: the hash in the manifest, or of a learned content the one it
   * had when it was first stored, even if it was dropped since. Never blocking.
   */
  Expected expected(Manifest manifest, int index);

  /** Whether chunk {@code index} is readable, as far as known without touching the disk. */
  boolean holds(ContentId content, int index);

  /** Whether every chunk is present. */
  boolean isComplete(ContentId content);

  /**
   * The contents of which every chunk is present, as a copy. May block until the cache was looked
   * through, right after the start.
   *
   * @throws IllegalStateException if it is closed before that
   */
  Set<ContentId> complete();

  /**
   * Reads from {@code positionBytes} on, at most to the end of the chunk it lies in. A chunk that
   * turns out to be damaged or unreadable becomes missing.
   *
   * @return bytes read; 0 if the chunk is missing
   * @throws MediaException {@code CLOSING} after {@link #close}
   */
  int read(Manifest manifest, long positionBytes, ByteBuffer target) throws MediaException;

  /**
   * The bytes of {@code range} as far as they are readable and held against their hashes without a
   * gap, for sending without reading them: at least those of its first chunk, which is checked now
   * if it was not before. Empty if that chunk is missing. The region is good while its content is
   * pinned, and ends early at a chunk that becomes missing under it.
   *
   * @param range within the content, not empty
   * @throws MediaException {@code CLOSING} after {@link #close}
   */
  Optional<FileRegion> region(Manifest manifest, ByteRange range) throws MediaException;

  /**
   * One whole readable chunk, for another device that asks; empty if it is missing.
   *
   * @throws MediaException {@code CLOSING} after {@link #close}
   */
  Optional<byte[]> readChunk(Manifest manifest, int index) throws MediaException;

  /** Keeps eviction from {@code content} until the pin is closed, and marks it as used. */
  Pin pin(ContentId content);

  /**
   * Returns when all that was written before is present.
   *
   * @throws MediaException {@code DISK_FAILED} if some of it could not be synced; that is missing
   *     now
   */
  void flush() throws MediaException;

  /** Drops all of {@code content}, even if it is kept or being read: its folder is left. */
  void forget(ContentId content);

  /**
   * Calls {@code listener} after the present chunks of a content became more or fewer: short, on
   * any thread, without a lock.
   */
  Pin onChange(Consumer<ContentId> listener);

  /** Chunks that were found damaged or unreadable since the start. */
  long damagedChunks();

  /** Syncs what is written and closes the files. Idempotent; waiting calls end. */
  @Override
  void close();

  /** Something held until it is closed. */
  @FunctionalInterface
  interface Pin extends AutoCloseable {
    /** Lets go. Idempotent. */
    @Override
    void close();
  }
}
