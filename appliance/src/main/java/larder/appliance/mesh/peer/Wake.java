package larder.appliance.mesh.peer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A bell that one thread waits for. Rung while nobody waits, it is heard by the next wait. */
final class Wake {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();

  @GuardedBy("lock")
  private boolean ringing;

  void ring() {
    lock.lock();
    try {
      ringing = true;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the bell. */
  void await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!ringing) {
        rung.await();
      }
      ringing = false;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the bell, at most {@code timeout}. @return whether it rang */
  boolean await(Duration timeout) throws InterruptedException {
    long leftNanos = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (!ringing && leftNanos > 0) {
        leftNanos = rung.awaitNanos(leftNanos);
      }
      boolean heard = ringing;
      ringing = false;
      return heard;
    } finally {
      lock.unlock();
    }
  }
}
