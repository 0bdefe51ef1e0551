package larder.media.cache;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.ContentId;
import larder.media.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * One content in the cache, as RAM knows it. Holds no hashes that a manifest tells: a thousand
 * titles would cost 64 MB of them. Who uses it is guarded by the {@link Ledger}'s lock; the rest
 * guards itself.
 */
final class Entry {

  private static final AtomicReferenceFieldUpdater<Entry, CacheFile> DATA =
      AtomicReferenceFieldUpdater.newUpdater(Entry.class, CacheFile.class, "data");

  final ContentId content;
  final Chunks chunks;
  private final Path directory;
  private final CacheFiles disk;

  /** Made when it is used: of a hundred thousand contents few are. */
  private volatile @Nullable CacheFile data;

  /** Held while the two files are synced or removed, so that a removed map never comes back. */
  final ReentrantLock files = new ReentrantLock();

  /** Known while chunks wait for their sync. */
  Optional<Manifest> manifest = Optional.empty();

  long lastUse;
  int pins;
  int writers;

  /** Reads under way, by pinned readers and others. */
  int reads;

  /** Length of the map file as far as it is believed; guarded by {@code files}. */
  long mapBytes;

  /** Whether the map must be written anew instead of appended to; guarded by {@code files}. */
  boolean mapStale = true;

  /**
   * @param directory the cache's, in which the content's files lie
   */
  Entry(Manifest manifest, Path directory, CacheFiles disk, Room room) {
    this.content = manifest.contentId();
    this.chunks = new Chunks(manifest, room);
    this.directory = directory;
    this.disk = disk;
  }

  /** Made each time: paths would be half of what an entry takes. */
  Path mapPath() {
    return ContentFiles.of(directory, content).map();
  }

  /** See {@link #mapPath}. */
  Path dataPath() {
    return ContentFiles.of(directory, content).data();
  }

  CacheFile data() {
    CacheFile known = data;
    if (known != null) {
      return known;
    }
    CacheFile made = disk.createOrOpen(dataPath());
    // Making one opens nothing yet, so one too many costs nothing.
    return DATA.compareAndSet(this, null, made) ? made : data();
  }

  /** Whether its data were used since the start. */
  boolean wasUsed() {
    return data != null;
  }

  /** Whether nobody reads or writes it. */
  boolean isUnused() {
    return pins == 0 && writers == 0 && reads == 0;
  }

  /** Whether nobody needs the open file. */
  boolean isQuiet() {
    return isUnused() && !chunks.hasPending();
  }

  boolean isEvictable() {
    return isUnused() && !chunks.isGone() && chunks.bytes() > 0;
  }
}
