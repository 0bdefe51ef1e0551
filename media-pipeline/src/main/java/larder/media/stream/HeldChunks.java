package larder.media.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.ref.SoftReference;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.chunk.VerifiedChunk;

/**
 * Chunks that one reader has in memory, because the store has not taken them yet or cannot. Held
 * softly: when memory is short a chunk is fetched again, which is slow but right.
 */
final class HeldChunks {

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final TreeMap<Integer, SoftReference<VerifiedChunk>> chunks = new TreeMap<>();

  void hold(VerifiedChunk chunk) {
    lock.lock();
    try {
      chunks.put(chunk.index(), new SoftReference<>(chunk));
    } finally {
      lock.unlock();
    }
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

  /** Lets go of one chunk: the store has it. */
  void drop(int index) {
    lock.lock();
    try {
      chunks.remove(index);
    } finally {
      lock.unlock();
    }
  }

  /** Keeps only chunks from {@code first} to {@code last}. */
  void retain(int first, int last) {
    lock.lock();
    try {
      chunks.headMap(first, false).clear();
      chunks.tailMap(last, false).clear();
    } finally {
      lock.unlock();
    }
  }
}
