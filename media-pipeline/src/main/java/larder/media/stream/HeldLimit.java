package larder.media.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How much all readers together hold in memory. What was held first goes first: it is fetched again
 * if its reader still needs it, which is slow but right. Safe for several threads.
 */
final class HeldLimit {

  private final long limitBytes;
  private final ReentrantLock lock = new ReentrantLock();

  /** In the order in which they were held. */
  @GuardedBy("lock")
  private final Map<Held, Integer> lengths = new LinkedHashMap<>();

  @GuardedBy("lock")
  private long heldBytes;

  HeldLimit(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** One chunk that one reader holds. */
  record Held(HeldChunks reader, int index) {}

  /** Counts a chunk; makes readers let go of others beyond the limit, never of this one. */
  void took(Held chunk, int lengthBytes) {
    List<Held> tooMuch = new ArrayList<>();
    lock.lock();
    try {
      remove(chunk);
      Iterator<Map.Entry<Held, Integer>> oldest = lengths.entrySet().iterator();
      while (heldBytes + lengthBytes > limitBytes && oldest.hasNext()) {
        Map.Entry<Held, Integer> next = oldest.next();
        heldBytes -= next.getValue();
        tooMuch.add(next.getKey());
        oldest.remove();
      }
      lengths.put(chunk, lengthBytes);
      heldBytes += lengthBytes;
    } finally {
      lock.unlock();
    }
    tooMuch.forEach(held -> held.reader().drop(held.index()));
  }

  /** A reader let go of a chunk. */
  void letGo(Held chunk) {
    lock.lock();
    try {
      remove(chunk);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void remove(Held chunk) {
    Integer length = lengths.remove(chunk);
    heldBytes -= length == null ? 0 : length;
  }

  long heldBytes() {
    lock.lock();
    try {
      return heldBytes;
    } finally {
      lock.unlock();
    }
  }
}
