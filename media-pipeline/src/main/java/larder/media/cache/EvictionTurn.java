package larder.media.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread evict at a time; others wait for its end rather than evict more. */
final class EvictionTurn {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();

  @GuardedBy("lock")
  private boolean taken;

  /** Waits until no eviction runs. @return whether the caller may run one, if nobody else did */
  boolean enter() {
    lock.lock();
    try {
      boolean waited = false;
      while (taken) {
        ended.awaitUninterruptibly();
        waited = true;
      }
      taken = !waited;
      return !waited;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      taken = false;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
