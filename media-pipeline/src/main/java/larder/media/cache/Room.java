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

  /** How often a promise ended: what was known of the free space before is not true any more. */
  @GuardedBy("lock")
  private long ended;

  /** To be taken before the free space is looked at. */
  long stamp() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Promises room if budget and disk have it. */
  Answer reserve(long needBytes, long budgetBytes, Spare spare) {
    lock.lock();
    try {
      if (usedBytes + reservedBytes + needBytes > budgetBytes) {
        return Answer.FULL;
      }
      if (spare.stamp() != ended) {
        return Answer.LOOK_AGAIN;
      }
      if (reservedBytes + needBytes > spare.bytes()) {
        return Answer.FULL;
      }
      reservedBytes += needBytes;
      return Answer.PROMISED;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a promise back, kept or not. */
  void release(long bytes) {
    lock.lock();
    try {
      reservedBytes -= bytes;
      ended++;
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

  /** Whether nothing is on its way. */
  boolean isQuiet() {
    lock.lock();
    try {
      return reservedBytes == 0;
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

  /**
   * What the disk has left above its reserve.
   *
   * @param stamp taken before it was looked at
   */
  record Spare(long stamp, long bytes) {}

  /** What came of asking for room. */
  enum Answer {
    PROMISED,
    FULL,
    /** A write ended since the free space was looked at. */
    LOOK_AGAIN
  }
}
