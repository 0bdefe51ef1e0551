package larder.media.cache;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.ContentId;
import larder.media.Manifest;

/**
 * One content in the cache, as RAM knows it. Holds no hashes: a thousand titles would cost 64 MB of
 * them. Everything that changes is guarded by the {@link Ledger}'s lock, but what {@code files}
 * guards.
 */
final class Entry {

  final ContentId content;
  final Path mapPath;
  final Path dataPath;
  final CacheFile data;

  /** Held while the two files are synced or removed, so that a removed map never comes back. */
  final ReentrantLock files = new ReentrantLock();

  final Chunks chunks;

  /** Known while chunks wait for their sync. */
  Optional<Manifest> manifest = Optional.empty();

  long lastUse;
  int pins;
  int writers;
  boolean gone;

  /** Length of the map file as far as it is believed; guarded by {@code files}. */
  long mapBytes;

  /** Whether the map must be written anew instead of appended to; guarded by {@code files}. */
  boolean mapStale = true;

  Entry(Manifest manifest, BitSet present, ContentFiles paths, CacheFiles disk) {
    this.content = manifest.contentId();
    this.chunks = new Chunks(manifest, present);
    this.mapPath = paths.map();
    this.dataPath = paths.data();
    this.data = disk.createOrOpen(paths.data());
  }

  boolean isEvictable() {
    return !gone && pins == 0 && writers == 0 && chunks.bytes() > 0;
  }

  /** Whether nobody needs the open file. */
  boolean isQuiet() {
    return pins == 0 && writers == 0 && !chunks.hasPending();
  }
}
