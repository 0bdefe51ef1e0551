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
 * Which contents are in the cache and who uses them, in RAM: the one owner of that state. Touches
 * no disk.
 */
final class Ledger {

  /** Takes the time of an earlier run below every use of this one. */
  private static final long BEFORE_ALL_USES = 1L << 62;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<ContentId, Entry> entries = new HashMap<>();

  @GuardedBy("lock")
  private final Map<ContentId, Integer> readers = new HashMap<>();

  @GuardedBy("lock")
  private final Set<ContentId> kept = new HashSet<>();

  @GuardedBy("lock")
  private long uses;

  /** Takes in what recovery found; whatever is used from now on is younger. */
  void recovered(Entry entry, long touchedMs) {
    lock.lock();
    try {
      entry.pins = readers.getOrDefault(entry.content, 0);
      entry.lastUse = entry.pins > 0 ? ++uses : touchedMs - BEFORE_ALL_USES;
      entries.put(entry.content, entry);
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is an entry, leaving or not. */
  boolean knows(ContentId content) {
    lock.lock();
    try {
      return entries.containsKey(content);
    } finally {
      lock.unlock();
    }
  }

  /** The entry, unless it is leaving. */
  Optional<Entry> find(ContentId content) {
    lock.lock();
    try {
      return live(content);
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

  /** The contents of which every chunk is present. */
  Set<ContentId> complete() {
    return all().stream()
        .filter(entry -> !entry.chunks.isGone() && entry.chunks.isComplete())
        .map(entry -> entry.content)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether somebody has a content pinned. */
  boolean hasReaders() {
    lock.lock();
    try {
      return !readers.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The entry to write to, held from eviction until {@link #writerLeft}; empty while it leaves. */
  Optional<Entry> enterWriter(Manifest manifest, Supplier<Entry> fresh) {
    lock.lock();
    try {
      Entry entry = entries.computeIfAbsent(manifest.contentId(), id -> fresh.get());
      if (entry.chunks.isGone() || entry.chunks.isLeaving()) {
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
      if (entry.writers == 0
          && entry.chunks.isEmpty()
          && entry.mapStale
          && !entry.chunks.isGone()) {
        entries.remove(entry.content, entry);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The entry, if the chunk is readable: held from eviction until {@link #readEnded}. */
  Optional<Entry> beginRead(ContentId content, int index) {
    lock.lock();
    try {
      Optional<Entry> entry = live(content).filter(there -> there.chunks.isReadable(index));
      entry.ifPresent(there -> there.reads++);
      return entry;
    } finally {
      lock.unlock();
    }
  }

  void readEnded(Entry entry) {
    lock.lock();
    try {
      entry.reads--;
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

  /** Entries with something to commit. */
  List<Entry> dirty() {
    return all().stream()
        .filter(entry -> !entry.chunks.isGone() && entry.chunks.isDirty())
        .toList();
  }

  /** Takes what is pending into a commit; empty if the entry is leaving. */
  Optional<Commit> beginCommit(Entry entry) {
    lock.lock();
    try {
      return entry.chunks.isGone()
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

  /** What could be evicted; the interest is for the caller to fill in. */
  List<EvictionCandidate> evictable() {
    lock.lock();
    try {
      List<EvictionCandidate> candidates = new ArrayList<>();
      for (Entry entry : entries.values()) {
        if (mayGo(entry)) {
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

  @GuardedBy("lock")
  private boolean mayGo(Entry entry) {
    return entry.isEvictable() && !kept.contains(entry.content);
  }

  /** The candidate's entry, if it still may go and was not used since. */
  @GuardedBy("lock")
  private Optional<Entry> victim(EvictionCandidate candidate) {
    return Optional.ofNullable(entries.get(candidate.content()))
        .filter(entry -> mayGo(entry) && entry.lastUse == candidate.lastUse());
  }

  /** Marks an entry as leaving, if it still may; nobody reads or writes it from now on. */
  Optional<Entry> beginEviction(EvictionCandidate candidate) {
    lock.lock();
    try {
      Optional<Entry> entry = victim(candidate);
      entry.ifPresent(leaving -> leaving.chunks.markGone());
      return entry;
    } finally {
      lock.unlock();
    }
  }

  /** Marks an entry as leaving, unless somebody uses it by now. */
  Optional<Entry> beginEviction(Entry entry) {
    lock.lock();
    try {
      if (!mayGo(entry)) {
        return Optional.empty();
      }
      entry.chunks.markGone();
      return Optional.of(entry);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes chunks of an entry's middle holes, if it still may go. Nobody writes the entry until
   * their bytes are off the disk.
   */
  Optional<Leaving> beginRelease(EvictionCandidate candidate, long wantedBytes) {
    lock.lock();
    try {
      return victim(candidate)
          .map(entry -> new Leaving(entry, entry.chunks.leave(wantedBytes)))
          .filter(leaving -> !leaving.chunks().isEmpty());
    } finally {
      lock.unlock();
    }
  }

  /** Marks an entry as leaving, whoever uses it. */
  Optional<Entry> beginForget(ContentId content) {
    lock.lock();
    try {
      Optional<Entry> entry = live(content);
      entry.ifPresent(leaving -> leaving.chunks.markGone());
      return entry;
    } finally {
      lock.unlock();
    }
  }

  /** The files are gone. */
  void removed(Entry entry) {
    lock.lock();
    try {
      entry.chunks.removed();
      entries.remove(entry.content, entry);
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

  /** Bytes of what is kept. */
  long keptBytes() {
    lock.lock();
    try {
      long bytes = 0;
      for (ContentId content : kept) {
        Entry entry = entries.get(content);
        bytes += entry == null ? 0 : entry.chunks.bytes();
      }
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Optional<Entry> live(ContentId content) {
    return Optional.ofNullable(entries.get(content)).filter(entry -> !entry.chunks.isGone());
  }

  /**
   * What one commit writes.
   *
   * @param manifest what the content must be, if it is at hand
   */
  record Commit(Chunks.Batch batch, Optional<Manifest> manifest) {}

  /** Chunks of an entry that are holes already, while their bytes are still on the disk. */
  record Leaving(Entry entry, BitSet chunks) {}
}
