package larder.media.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.chunk.VerifiedChunk;

/**
 * Chunks that one reader has in memory, because the store has not taken them yet or cannot. Held
 * softly, and within the limit that all readers share: when memory is short a chunk is fetched
 * again, which is slow but right.
 */
final class HeldChunks {

  private final HeldLimit limit;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final TreeMap<Integer, SoftReference<VerifiedChunk>> chunks = new TreeMap<>();

  HeldChunks(HeldLimit limit) {
    this.limit = limit;
  }

  void hold(VerifiedChunk chunk) {
    lock.lock();
    try {
      chunks.put(chunk.index(), new SoftReference<>(chunk));
    } finally {
      lock.unlock();
    }
    limit.took(new HeldLimit.Held(this, chunk.index()), chunk.lengthBytes());
  }

  Optional<VerifiedChunk> find(int index) {
    lock.lock();
    try {
      SoftReference<VerifiedChunk> reference = chunks.get(index);
      return reference == null ? Optional.empty() : Optional.ofNullable(reference.get());
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of one chunk: the store has it, or others need the room. */
  void drop(int index) {
    boolean held;
    lock.lock();
    try {
      held = chunks.remove(index) != null;
    } finally {
      lock.unlock();
    }
    if (held) {
      limit.letGo(new HeldLimit.Held(this, index));
    }
  }

  /** Keeps only chunks from {@code first} to {@code last}. */
  void retain(int first, int last) {
    List<Integer> others;
    lock.lock();
    try {
      others = chunks.keySet().stream().filter(i -> i < first || i > last).toList();
    } finally {
      lock.unlock();
    }
    others.forEach(this::drop);
  }
}
