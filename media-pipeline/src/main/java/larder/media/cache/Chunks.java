package larder.media.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.BlockHash;
import larder.media.ByteRange;
import larder.media.Edges;
import larder.media.Manifest;
import larder.media.chunk.ChunkMap;

/**
 * Which chunks of one content are here, which of them were held against their hash, and what the
 * map on disk has yet to learn. Tells the cache's room what they take. For all threads.
 */
final class Chunks {

  private final long sizeBytes;
  private final int chunkBytes;
  private final Room room;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final ChunkMap map;

  /** Held against their hash since the start. */
  @GuardedBy("lock")
  private final BitSet checked = new BitSet();

  /** Missing, but the map file may still call them present. */
  @GuardedBy("lock")
  private final BitSet dropped = new BitSet();

  /** The pending ones that the running commit covers; what is dropped meanwhile leaves it. */
  @GuardedBy("lock")
  private BitSet committing = new BitSet();

  /** Missing, and their bytes are being taken off the disk. */
  @GuardedBy("lock")
  private BitSet leaving = new BitSet();

  /** Of a learned content, what was learned; 32 bytes for each chunk. */
  @GuardedBy("lock")
  private Optional<LearnedHashes> learned;

  @GuardedBy("lock")
  private long bytes;

  @GuardedBy("lock")
  private boolean gone;

  /** Chunks of a content, all missing. */
  Chunks(Manifest manifest, Room room) {
    this.sizeBytes = manifest.sizeBytes();
    this.chunkBytes = manifest.chunkBytes();
    this.room = room;
    this.map = new ChunkMap(manifest.chunkCount());
    this.learned =
        manifest.isLearned()
            ? Optional.of(new LearnedHashes(manifest.chunkCount()))
            : Optional.empty();
  }

  int count() {
    return (int) ((sizeBytes - 1) / chunkBytes) + 1;
  }

  long offsetOf(int index) {
    return (long) index * chunkBytes;
  }

  /** The chunk that holds the byte at {@code offsetBytes}. Never changes, so it needs no lock. */
  int at(long offsetBytes) {
    return (int) (offsetBytes / chunkBytes);
  }

  /** Where chunk {@code index} ends, in bytes. Never changes, so it needs no lock. */
  long endOf(int index) {
    return Math.min((index + 1L) * chunkBytes, sizeBytes);
  }

  int lengthOf(int index) {
    return (int) Math.min(chunkBytes, sizeBytes - offsetOf(index));
  }

  /**
   * Takes in what an earlier run left.
   *
   * @param present synced ones
   * @param claimed missing ones that the map file calls present
   * @param hashes of a learned content, what was learned
   */
  void recover(BitSet present, BitSet claimed, Optional<LearnedHashes> hashes) {
    lock.lock();
    try {
      learned = hashes;
      for (int index : present.stream().toArray()) {
        map.markPending(index);
      }
      map.markSynced(present);
      dropped.or(claimed);
      account(presentBytes());
    } finally {
      lock.unlock();
    }
  }

  /** Bytes of all that are readable. */
  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes of those that are present. */
  long presentBytes() {
    BitSet present = present();
    int last = count() - 1;
    long all = (long) present.cardinality() * chunkBytes;
    return present.get(last) ? all - chunkBytes + lengthOf(last) : all;
  }

  BitSet present() {
    lock.lock();
    try {
      return map.present();
    } finally {
      lock.unlock();
    }
  }

  boolean isReadable(int index) {
    lock.lock();
    try {
      return !gone && map.isReadable(index);
    } finally {
      lock.unlock();
    }
  }

  boolean isComplete() {
    lock.lock();
    try {
      return map.isComplete();
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return map.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether written chunks wait for their sync. */
  boolean hasPending() {
    lock.lock();
    try {
      return map.hasPending();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the map on disk is to be changed. */
  boolean isDirty() {
    lock.lock();
    try {
      return map.hasPending() || !dropped.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The hash that was learned of a chunk; empty if nothing was. */
  Optional<BlockHash> learned(int index) {
    lock.lock();
    try {
      return learned.flatMap(hashes -> hashes.of(index));
    } finally {
      lock.unlock();
    }
  }

  boolean isChecked(int index) {
    lock.lock();
    try {
      return checked.get(index);
    } finally {
      lock.unlock();
    }
  }

  void markChecked(int index) {
    lock.lock();
    try {
      checked.set(index);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Verified bytes were written: readable from now on, present after the next commit. @return
   * whether they are new
   */
  boolean markWritten(int index, BlockHash hash) {
    lock.lock();
    try {
      if (gone || map.isReadable(index)) {
        return false;
      }
      learned.ifPresent(hashes -> hashes.learn(index, hash));
      map.markPending(index);
      checked.set(index);
      account(lengthOf(index));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The chunk is damaged or unreadable: a hole from now on. @return whether it was readable */
  boolean markDamaged(int index) {
    lock.lock();
    try {
      if (gone || !map.isReadable(index)) {
        return false;
      }
      account(-drop(index));
      return true;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private long drop(int index) {
    long freed = map.isReadable(index) ? lengthOf(index) : 0;
    map.drop(index);
    checked.clear(index);
    committing.clear(index);
    dropped.set(index);
    return freed;
  }

  /**
   * Makes synced chunks holes, from the end backwards but for the edges, until {@code wantedBytes}
   * are reached: what stays plays on from the start for as long as possible. Their bytes take room
   * until {@link #left}.
   *
   * @return those whose bytes are to be taken off the disk
   */
  BitSet leave(long wantedBytes) {
    lock.lock();
    try {
      BitSet middle = map.present();
      clear(middle, Edges.head(sizeBytes));
      clear(middle, Edges.tail(sizeBytes));
      BitSet chosen = new BitSet();
      long freed = 0;
      int next = middle.length() - 1;
      while (next >= 0 && freed < wantedBytes) {
        chosen.set(next);
        freed += drop(next);
        next = next == 0 ? -1 : middle.previousSetBit(next - 1);
      }
      bytes -= freed;
      leaving = chosen;
      return (BitSet) chosen.clone();
    } finally {
      lock.unlock();
    }
  }

  private void clear(BitSet set, ByteRange range) {
    int first = (int) (range.offsetBytes() / chunkBytes);
    int last = (int) ((range.endBytes() - 1) / chunkBytes);
    set.clear(first, last + 1);
  }

  boolean isLeaving() {
    lock.lock();
    try {
      return !leaving.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The bytes of what was leaving are off the disk. */
  void left() {
    lock.lock();
    try {
      room.use(-leaving.stream().mapToLong(this::lengthOf).sum());
      leaving = new BitSet();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is readable or written any more; it takes room until {@link #removed}. */
  void markGone() {
    lock.lock();
    try {
      gone = true;
    } finally {
      lock.unlock();
    }
  }

  boolean isGone() {
    lock.lock();
    try {
      return gone;
    } finally {
      lock.unlock();
    }
  }

  /** The files are off the disk. */
  void removed() {
    lock.lock();
    try {
      account(-bytes);
    } finally {
      lock.unlock();
    }
  }

  /** Takes the pending chunks into a commit. */
  Batch beginCommit() {
    lock.lock();
    try {
      committing = map.pending();
      BitSet present = map.present();
      present.or(committing);
      return new Batch(
          (BitSet) committing.clone(),
          (BitSet) dropped.clone(),
          present,
          learned.map(LearnedHashes::copy));
    } finally {
      lock.unlock();
    }
  }

  /** Data and map are synced. @return whether chunks became present */
  boolean committed(Batch batch) {
    lock.lock();
    try {
      boolean more = !committing.isEmpty();
      map.markSynced(committing);
      BitSet droppedAgain = (BitSet) batch.chunks().clone();
      droppedAgain.andNot(map.present());
      BitSet told = (BitSet) batch.dropped().clone();
      told.andNot(droppedAgain);
      dropped.andNot(told);
      committing = new BitSet();
      return more;
    } finally {
      lock.unlock();
    }
  }

  /** A sync failed: what it covered is never believed again, the rest is checked anew. */
  void commitFailed() {
    lock.lock();
    try {
      long freed = 0;
      for (int index : committing.stream().toArray()) {
        freed += drop(index);
      }
      committing = new BitSet();
      checked.and(map.pending());
      account(-freed);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void account(long more) {
    bytes += more;
    room.use(more);
  }

  /**
   * What one commit writes.
   *
   * @param chunks pending ones to sync
   * @param dropped missing ones to take out of the map
   * @param present all that will be present
   * @param learned of a learned content, its hashes so far
   */
  record Batch(BitSet chunks, BitSet dropped, BitSet present, Optional<LearnedHashes> learned) {}
}
