package larder.media.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that commits in groups: when enough was written, when the oldest waited long enough,
 * or when somebody waits for it. A platform thread, because a slow card may hold it in fsync for
 * seconds and must not hold a carrier of the virtual threads. Sleeps while nothing is written.
 */
final class GroupCommit implements AutoCloseable {

  /** R1: a power cut costs at most this much of what was fetched. */
  static final int BATCH_BYTES = 16 << 20;

  /** R1: and nothing that is older. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final BooleanSupplier commit;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition done = lock.newCondition();

  @GuardedBy("lock")
  private long waitingBytes;

  @GuardedBy("lock")
  private long oldestNanos;

  @GuardedBy("lock")
  private long asked;

  @GuardedBy("lock")
  private long served;

  @GuardedBy("lock")
  private long lastFailed = -1;

  @GuardedBy("lock")
  private boolean closing;

  @GuardedBy("lock")
  private boolean ended;

  /**
   * @param commit commits all that is written so far; false if some of it failed
   */
  GroupCommit(BooleanSupplier commit) {
    this.commit = commit;
    this.thread = Thread.ofPlatform().daemon().name("larder-cache-sync").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** So many bytes wait for a commit now. */
  void wrote(long bytes) {
    lock.lock();
    try {
      if (waitingBytes == 0) {
        oldestNanos = System.nanoTime();
        work.signal();
      }
      waitingBytes += bytes;
      if (waitingBytes >= BATCH_BYTES) {
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a commit that starts after this call. @return false if it failed */
  boolean flush() {
    lock.lock();
    try {
      long mine = ++asked;
      work.signal();
      while (served < mine && !ended) {
        done.awaitUninterruptibly();
      }
      return served >= mine && lastFailed < mine;
    } finally {
      lock.unlock();
    }
  }

  /** Commits what is left and ends the thread. Idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      work.signal();
      while (!ended && thread.isAlive()) {
        done.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    long serving = awaitWork();
    while (serving >= 0) {
      ended(serving, committed());
      serving = awaitWork();
    }
  }

  private boolean committed() {
    try {
      return commit.getAsBoolean();
    } catch (RuntimeException e) { // task boundary: the next commit tries again
      LOG.error("A commit of the cache failed; the next one tries again", e);
      return false;
    }
  }

  /** Blocks until there is something to commit. @return the flush it serves; -1 at the end */
  private long awaitWork() {
    lock.lock();
    try {
      while (!isDue()) {
        if (closing && waitingBytes == 0) {
          ended = true;
          done.signalAll();
          return -1;
        }
        sleep();
      }
      waitingBytes = 0;
      return asked;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean isDue() {
    return asked > served
        || waitingBytes >= BATCH_BYTES
        || (waitingBytes > 0 && (closing || leftNanos() <= 0));
  }

  @GuardedBy("lock")
  private long leftNanos() {
    return LONGEST_WAIT.toNanos() - (System.nanoTime() - oldestNanos);
  }

  @GuardedBy("lock")
  @SuppressWarnings("WaitNotInLoop") // the caller loops
  private void sleep() {
    try {
      if (waitingBytes == 0) {
        work.await();
      } else {
        work.awaitNanos(leftNanos());
      }
    } catch (InterruptedException e) {
      LOG.debug("The sync thread was interrupted; it ends only when the cache closes");
    }
  }

  private void ended(long serving, boolean well) {
    lock.lock();
    try {
      served = serving;
      lastFailed = well ? lastFailed : serving;
      done.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
