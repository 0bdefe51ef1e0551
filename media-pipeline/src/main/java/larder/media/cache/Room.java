package larder.media.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes that chunks take and those that are promised to chunks on their way. Both together
 * never pass the budget by a promise of this. For all threads; calls out to nobody.
 */
final class Room {

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private long usedBytes;

  @GuardedBy("lock")
  private long reservedBytes;

  /** Promises room if budget and disk have it. */
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

  /** Takes a promise back, kept or not. */
  void release(long bytes) {
    lock.lock();
    try {
      reservedBytes -= bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Chunks came, or went if {@code bytes} is negative. */
  void use(long bytes) {
    lock.lock();
    try {
      usedBytes += bytes;
    } finally {
      lock.unlock();
    }
  }

  long usedBytes() {
    lock.lock();
    try {
      return usedBytes;
    } finally {
      lock.unlock();
    }
  }
}
