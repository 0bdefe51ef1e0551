package larder.media.cache;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.ContentId;
import larder.media.Manifest;

/**
 * One content in the cache, as RAM knows it. Holds no hashes that a manifest tells: a thousand
 * titles would cost 64 MB of them. Who uses it is guarded by the {@link Ledger}'s lock; the rest
 * guards itself.
 */
final class Entry {

  final ContentId content;
  final Path mapPath;
  final Path dataPath;
  final CacheFile data;
  final Chunks chunks;

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

  Entry(Manifest manifest, ContentFiles paths, CacheFiles disk, Room room) {
    this.content = manifest.contentId();
    this.chunks = new Chunks(manifest, room);
    this.mapPath = paths.map();
    this.dataPath = paths.data();
    this.data = disk.createOrOpen(paths.data());
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
