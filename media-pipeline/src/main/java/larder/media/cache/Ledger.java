package larder.media.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import larder.media.BlockHash;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.chunk.VerifiedChunk;

/** What the cache holds and has promised, in RAM: the one owner of that state. Touches no disk. */
final class Ledger {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition evictionEnded = lock.newCondition();

  @GuardedBy("lock")
  private final Map<ContentId, Entry> entries = new HashMap<>();

  @GuardedBy("lock")
  private final Map<ContentId, Integer> readers = new HashMap<>();

  @GuardedBy("lock")
  private final Set<ContentId> kept = new HashSet<>();

  @GuardedBy("lock")
  private long usedBytes;

  @GuardedBy("lock")
  private long reservedBytes;

  @GuardedBy("lock")
  private long uses;

  @GuardedBy("lock")
  private long damaged;

  @GuardedBy("lock")
  private boolean evicting;

  /** Takes in what recovery found; {@code order} is its age among the others. */
  void recovered(Entry entry, long order) {
    lock.lock();
    try {
      entry.lastUse = order;
      uses = Math.max(uses, order);
      BitSet present = entry.map.present();
      present.stream().forEach(index -> entry.bytes += entry.lengthOf(index));
      usedBytes += entry.bytes;
      entries.put(entry.content, entry);
    } finally {
      lock.unlock();
    }
  }

  Optional<Entry> find(ContentId content) {
    lock.lock();
    try {
      return Optional.ofNullable(entries.get(content)).filter(entry -> !entry.gone);
    } finally {
      lock.unlock();
    }
  }

  /** The entry to write to, held from eviction until {@link #writerLeft}; empty while it leaves. */
  Optional<Entry> enterWriter(Manifest manifest, Supplier<Entry> fresh) {
    lock.lock();
    try {
      Entry entry = entries.computeIfAbsent(manifest.contentId(), id -> fresh.get());
      if (entry.gone) {
        return Optional.empty();
      }
      entry.pins = readers.getOrDefault(entry.content, 0);
      entry.manifest = Optional.of(manifest);
      entry.lastUse = ++uses;
      entry.writers++;
      return Optional.of(entry);
    } finally {
      lock.unlock();
    }
  }

  /** A writer is done; an entry that got nothing is forgotten. */
  void writerLeft(Entry entry) {
    lock.lock();
    try {
      entry.writers--;
      if (entry.writers == 0 && entry.map.isEmpty() && entry.mapStale && !entry.gone) {
        entries.remove(entry.content, entry);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The chunk's bytes are in the file: readable from now on. @return whether they are new */
  boolean written(Entry entry, VerifiedChunk chunk) {
    int index = chunk.index();
    lock.lock();
    try {
      if (entry.gone || entry.map.isReadable(index)) {
        return false;
      }
      entry.learned.ifPresent(hashes -> hashes.learn(index, chunk.hash()));
      entry.map.markPending(index);
      entry.checked.set(index);
      account(entry, entry.lengthOf(index));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The hash that was learned of a chunk; empty if nothing was. */
  Optional<BlockHash> learned(ContentId content, int index) {
    lock.lock();
    try {
      return live(content).flatMap(entry -> entry.learned).flatMap(hashes -> hashes.of(index));
    } finally {
      lock.unlock();
    }
  }

  boolean isReadable(Entry entry, int index) {
    lock.lock();
    try {
      return !entry.gone && entry.map.isReadable(index);
    } finally {
      lock.unlock();
    }
  }

  boolean isChecked(Entry entry, int index) {
    lock.lock();
    try {
      return entry.checked.get(index);
    } finally {
      lock.unlock();
    }
  }

  void checked(Entry entry, int index) {
    lock.lock();
    try {
      entry.checked.set(index);
    } finally {
      lock.unlock();
    }
  }

  /** The chunk is damaged or unreadable: a hole from now on. @return whether it was readable */
  boolean damaged(Entry entry, int index) {
    lock.lock();
    try {
      if (entry.gone || !entry.map.isReadable(index)) {
        return false;
      }
      damaged++;
      drop(entry, index);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Every entry. */
  List<Entry> all() {
    lock.lock();
    try {
      return List.copyOf(entries.values());
    } finally {
      lock.unlock();
    }
  }

  /** Entries with something to commit. */
  List<Entry> dirty() {
    lock.lock();
    try {
      return entries.values().stream()
          .filter(e -> !e.gone && (e.map.hasPending() || !e.dropped.isEmpty()))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the pending chunks into a commit. */
  Batch beginCommit(Entry entry) {
    lock.lock();
    try {
      entry.committing = entry.gone ? new BitSet() : entry.map.pending();
      BitSet present = entry.map.present();
      present.or(entry.committing);
      return new Batch(
          (BitSet) entry.committing.clone(),
          (BitSet) entry.dropped.clone(),
          present,
          entry.learned.map(LearnedHashes::copy),
          entry.manifest,
          entry.gone);
    } finally {
      lock.unlock();
    }
  }

  /** Data and map are synced. @return whether chunks became present */
  boolean committed(Entry entry, Batch batch) {
    lock.lock();
    try {
      boolean more = !entry.committing.isEmpty();
      entry.map.markSynced(entry.committing);
      BitSet written = batch.dropped();
      written.andNot(droppedSince(entry, batch));
      entry.dropped.andNot(written);
      entry.committing = new BitSet();
      if (!entry.map.hasPending() && entry.writers == 0) {
        entry.manifest = Optional.empty();
      }
      return more;
    } finally {
      lock.unlock();
    }
  }

  /** A sync failed: what it covered is never believed again, the rest is checked anew. */
  void commitFailed(Entry entry) {
    lock.lock();
    try {
      for (int index : entry.committing.stream().toArray()) {
        drop(entry, index);
      }
      entry.committing = new BitSet();
      entry.checked.and(entry.map.pending());
    } finally {
      lock.unlock();
    }
  }

  /** Reserves if budget and disk have room. */
  boolean reserve(long needBytes, CacheLimits limits, long freeAboveReserveBytes) {
    lock.lock();
    try {
      boolean room =
          usedBytes + reservedBytes + needBytes <= limits.budgetBytes()
              && reservedBytes + needBytes <= freeAboveReserveBytes;
      if (room) {
        reservedBytes += needBytes;
      }
      return room;
    } finally {
      lock.unlock();
    }
  }

  void release(long bytes) {
    lock.lock();
    try {
      reservedBytes -= bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no eviction runs. @return whether the caller may run one, if nobody else did */
  boolean enterEviction() {
    lock.lock();
    try {
      boolean waited = false;
      while (evicting) {
        evictionEnded.awaitUninterruptibly();
        waited = true;
      }
      evicting = !waited;
      return !waited;
    } finally {
      lock.unlock();
    }
  }

  void leaveEviction() {
    lock.lock();
    try {
      evicting = false;
      evictionEnded.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What could be evicted; the interest is for the caller to fill in. */
  List<EvictionCandidate> evictable() {
    lock.lock();
    try {
      List<EvictionCandidate> candidates = new ArrayList<>();
      for (Entry entry : entries.values()) {
        if (entry.evictable() && !kept.contains(entry.content)) {
          candidates.add(
              new EvictionCandidate(entry.content, entry.bytes, entry.lastUse, Interest.IDLE));
        }
      }
      return candidates;
    } finally {
      lock.unlock();
    }
  }

  /** Marks an entry as leaving, if it still may; nobody reads or writes it from now on. */
  Optional<Entry> beginEviction(ContentId content) {
    lock.lock();
    try {
      Entry entry = entries.get(content);
      if (entry == null || !entry.evictable() || kept.contains(content)) {
        return Optional.empty();
      }
      entry.gone = true;
      return Optional.of(entry);
    } finally {
      lock.unlock();
    }
  }

  /** Marks an entry as leaving, whoever uses it. */
  Optional<Entry> beginForget(ContentId content) {
    lock.lock();
    try {
      Entry entry = entries.get(content);
      if (entry == null || entry.gone) {
        return Optional.empty();
      }
      entry.gone = true;
      return Optional.of(entry);
    } finally {
      lock.unlock();
    }
  }

  /** The files are gone. */
  void removed(Entry entry) {
    lock.lock();
    try {
      account(entry, -entry.bytes);
      entries.remove(entry.content, entry);
    } finally {
      lock.unlock();
    }
  }

  void pin(ContentId content) {
    lock.lock();
    try {
      int pins = readers.merge(content, 1, Integer::sum);
      Entry entry = entries.get(content);
      if (entry != null) {
        entry.pins = pins;
        entry.lastUse = ++uses;
      }
    } finally {
      lock.unlock();
    }
  }

  /** One reader less. Gives the entry if it was the last and nothing waits for a sync. */
  Optional<Entry> unpin(ContentId content) {
    lock.lock();
    try {
      int left = readers.merge(content, -1, Integer::sum);
      if (left == 0) {
        readers.remove(content);
      }
      Entry entry = entries.get(content);
      if (entry == null) {
        return Optional.empty();
      }
      entry.pins = left;
      boolean idle = left == 0 && entry.writers == 0 && !entry.map.hasPending();
      return idle ? Optional.of(entry) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nobody needs the entry's open file. */
  boolean isQuiet(Entry entry) {
    lock.lock();
    try {
      return entry.pins == 0 && entry.writers == 0 && !entry.map.hasPending();
    } finally {
      lock.unlock();
    }
  }

  void keepAll(Set<ContentId> contents) {
    lock.lock();
    try {
      kept.addAll(contents);
    } finally {
      lock.unlock();
    }
  }

  /** Marks a content as kept or not. Gives all that are kept now. */
  Set<ContentId> keep(ContentId content, CacheView.Keep keep) {
    lock.lock();
    try {
      switch (keep) {
        case KEPT -> kept.add(content);
        case EVICTABLE -> kept.remove(content);
      }
      return Set.copyOf(kept);
    } finally {
      lock.unlock();
    }
  }

  CacheUsage usage(long budgetBytes, long freeDiskBytes) {
    lock.lock();
    try {
      long keptBytes = 0;
      for (ContentId content : kept) {
        Entry entry = entries.get(content);
        keptBytes += entry == null ? 0 : entry.bytes;
      }
      return new CacheUsage(budgetBytes, usedBytes, keptBytes, freeDiskBytes);
    } finally {
      lock.unlock();
    }
  }

  BitSet present(ContentId content) {
    lock.lock();
    try {
      return live(content).map(entry -> entry.map.present()).orElseGet(BitSet::new);
    } finally {
      lock.unlock();
    }
  }

  long presentBytes(ContentId content) {
    lock.lock();
    try {
      return live(content).map(Ledger::presentBytes).orElse(0L);
    } finally {
      lock.unlock();
    }
  }

  boolean isComplete(ContentId content) {
    lock.lock();
    try {
      return live(content).map(entry -> entry.map.isComplete()).orElse(false);
    } finally {
      lock.unlock();
    }
  }

  Set<ContentId> complete() {
    lock.lock();
    try {
      return entries.values().stream()
          .filter(entry -> !entry.gone && entry.map.isComplete())
          .map(entry -> entry.content)
          .collect(Collectors.toUnmodifiableSet());
    } finally {
      lock.unlock();
    }
  }

  long damagedChunks() {
    lock.lock();
    try {
      return damaged;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Optional<Entry> live(ContentId content) {
    return Optional.ofNullable(entries.get(content)).filter(entry -> !entry.gone);
  }

  private static long presentBytes(Entry entry) {
    BitSet present = entry.map.present();
    int last = entry.map.chunkCount() - 1;
    long bytes = (long) present.cardinality() * entry.chunkBytes;
    return present.get(last) ? bytes - entry.chunkBytes + entry.lengthOf(last) : bytes;
  }

  @GuardedBy("lock")
  private void drop(Entry entry, int index) {
    if (entry.map.isReadable(index)) {
      account(entry, -entry.lengthOf(index));
    }
    entry.map.drop(index);
    entry.checked.clear(index);
    entry.committing.clear(index);
    entry.dropped.set(index);
  }

  @GuardedBy("lock")
  private void account(Entry entry, long bytes) {
    entry.bytes += bytes;
    usedBytes += bytes;
  }

  /** Chunks of the batch that were dropped again after it was taken. */
  private static BitSet droppedSince(Entry entry, Batch batch) {
    BitSet again = (BitSet) batch.chunks().clone();
    again.andNot(entry.map.present());
    return again;
  }

  /**
   * What one commit writes.
   *
   * @param chunks pending ones to sync
   * @param dropped missing ones to take out of the map
   * @param present all that will be present
   * @param learned of a learned content, its hashes so far
   */
  record Batch(
      BitSet chunks,
      BitSet dropped,
      BitSet present,
      Optional<LearnedHashes> learned,
      Optional<Manifest> manifest,
      boolean gone) {}
}
