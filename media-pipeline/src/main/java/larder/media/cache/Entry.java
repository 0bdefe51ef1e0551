package larder.media.cache;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.chunk.ChunkMap;

/**
 * One content in the cache, as RAM knows it. Holds no hashes that the manifest tells: a thousand
 * titles would cost 64 MB of them. Everything that changes is guarded by the {@link Ledger}'s lock,
 * but what {@code files} guards.
 */
final class Entry {

  final ContentId content;
  final long sizeBytes;
  final int chunkBytes;
  final Path mapPath;
  final Path dataPath;
  final CacheFile data;

  /** Held while the two files are synced or removed, so that a removed map never comes back. */
  final ReentrantLock files = new ReentrantLock();

  final ChunkMap map;

  /** Chunks held against their hash since the start. */
  final BitSet checked = new BitSet();

  /** Chunks that the map file may still call present, but that are missing. */
  final BitSet dropped = new BitSet();

  /** The pending chunks that the running commit covers; what is dropped meanwhile leaves it. */
  BitSet committing = new BitSet();

  /** Of a learned content, what was learned; 32 bytes for each chunk. */
  final Optional<LearnedHashes> learned;

  /** Known while chunks wait for their sync. */
  Optional<Manifest> manifest = Optional.empty();

  long bytes;
  long lastUse;
  int pins;
  int writers;
  boolean gone;

  /** Length of the map file as far as it is believed; guarded by {@code files}. */
  long mapBytes;

  /** Whether the map must be written anew instead of appended to; guarded by {@code files}. */
  boolean mapStale = true;

  /** A content of which nothing is here yet. */
  static Entry fresh(Manifest manifest, ContentFiles paths, CacheFiles disk) {
    Optional<LearnedHashes> none =
        manifest.isLearned()
            ? Optional.of(new LearnedHashes(manifest.chunkCount()))
            : Optional.empty();
    return new Entry(manifest, new BitSet(), none, paths, disk);
  }

  Entry(
      Manifest manifest,
      BitSet present,
      Optional<LearnedHashes> learned,
      ContentFiles paths,
      CacheFiles disk) {
    this.content = manifest.contentId();
    this.sizeBytes = manifest.sizeBytes();
    this.chunkBytes = manifest.chunkBytes();
    this.learned = learned;
    this.map = new ChunkMap(manifest.chunkCount(), present);
    this.mapPath = paths.map();
    this.dataPath = paths.data();
    this.data = disk.createOrOpen(paths.data());
  }

  int lengthOf(int index) {
    long offset = (long) index * chunkBytes;
    return (int) Math.min(chunkBytes, sizeBytes - offset);
  }

  boolean evictable() {
    return !gone && pins == 0 && writers == 0 && bytes > 0;
  }
}
