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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import larder.media.ContentId;
import larder.media.Manifest;

/**
 * Which contents are in the cache, who uses them, and which chunks of them are here, in RAM: the
 * one owner of that state. Touches no disk.
 */
final class Ledger {

  private final ReentrantLock lock = new ReentrantLock();
  private final Room room;

  @GuardedBy("lock")
  private final Map<ContentId, Entry> entries = new HashMap<>();

  @GuardedBy("lock")
  private final Map<ContentId, Integer> readers = new HashMap<>();

  @GuardedBy("lock")
  private final Set<ContentId> kept = new HashSet<>();

  @GuardedBy("lock")
  private long uses;

  @GuardedBy("lock")
  private long damaged;

  /**
   * @param room told what chunks take
   */
  Ledger(Room room) {
    this.room = room;
  }

  /** Takes in what recovery found; {@code order} is its age among the others. */
  void recovered(Entry entry, long order) {
    lock.lock();
    try {
      entry.lastUse = order;
      uses = Math.max(uses, order);
      room.use(entry.chunks.bytes());
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
      if (entry.writers == 0 && entry.chunks.isEmpty() && entry.mapStale && !entry.gone) {
        entries.remove(entry.content, entry);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The chunk's bytes are in the file: readable from now on. @return whether they are new */
  boolean written(Entry entry, int index) {
    lock.lock();
    try {
      if (entry.gone || entry.chunks.isReadable(index)) {
        return false;
      }
      entry.chunks.markWritten(index);
      room.use(entry.chunks.lengthOf(index));
      return true;
    } finally {
      lock.unlock();
    }
  }

  boolean isReadable(Entry entry, int index) {
    lock.lock();
    try {
      return !entry.gone && entry.chunks.isReadable(index);
    } finally {
      lock.unlock();
    }
  }

  boolean isChecked(Entry entry, int index) {
    lock.lock();
    try {
      return entry.chunks.isChecked(index);
    } finally {
      lock.unlock();
    }
  }

  void checked(Entry entry, int index) {
    lock.lock();
    try {
      entry.chunks.markChecked(index);
    } finally {
      lock.unlock();
    }
  }

  /** The chunk is damaged or unreadable: a hole from now on. @return whether it was readable */
  boolean damaged(Entry entry, int index) {
    lock.lock();
    try {
      if (entry.gone || !entry.chunks.isReadable(index)) {
        return false;
      }
      damaged++;
      room.use(-entry.chunks.drop(index));
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
          .filter(entry -> !entry.gone && entry.chunks.isDirty())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Takes what is pending into a commit; empty if the entry is leaving. */
  Optional<Commit> beginCommit(Entry entry) {
    lock.lock();
    try {
      return entry.gone
          ? Optional.empty()
          : Optional.of(new Commit(entry.chunks.beginCommit(), entry.manifest));
    } finally {
      lock.unlock();
    }
  }

  /** Data and map are synced. @return whether chunks became present */
  boolean committed(Entry entry, Commit commit) {
    lock.lock();
    try {
      boolean more = entry.chunks.committed(commit.batch());
      if (!entry.chunks.hasPending() && entry.writers == 0) {
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
      room.use(-entry.chunks.commitFailed());
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
        if (entry.isEvictable() && !kept.contains(entry.content)) {
          candidates.add(
              new EvictionCandidate(
                  entry.content, entry.chunks.bytes(), entry.lastUse, Interest.IDLE));
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
      if (entry == null || !entry.isEvictable() || kept.contains(content)) {
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
      room.use(-entry.chunks.bytes());
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
      return entry.isQuiet() ? Optional.of(entry) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nobody needs the entry's open file. */
  boolean isQuiet(Entry entry) {
    lock.lock();
    try {
      return entry.isQuiet();
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
        keptBytes += entry == null ? 0 : entry.chunks.bytes();
      }
      return new CacheUsage(budgetBytes, room.usedBytes(), keptBytes, freeDiskBytes);
    } finally {
      lock.unlock();
    }
  }

  BitSet present(ContentId content) {
    lock.lock();
    try {
      return live(content).map(entry -> entry.chunks.present()).orElseGet(BitSet::new);
    } finally {
      lock.unlock();
    }
  }

  long presentBytes(ContentId content) {
    lock.lock();
    try {
      return live(content).map(entry -> entry.chunks.presentBytes()).orElse(0L);
    } finally {
      lock.unlock();
    }
  }

  boolean isComplete(ContentId content) {
    lock.lock();
    try {
      return live(content).map(entry -> entry.chunks.isComplete()).orElse(false);
    } finally {
      lock.unlock();
    }
  }

  Set<ContentId> complete() {
    lock.lock();
    try {
      return entries.values().stream()
          .filter(entry -> !entry.gone && entry.chunks.isComplete())
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

  /**
   * What one commit writes.
   *
   * @param manifest what the content must be, if it is at hand
   */
  record Commit(Chunks.Batch batch, Optional<Manifest> manifest) {}
}
