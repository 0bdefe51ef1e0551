package larder.appliance;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, to be closed in the opposite order, once, whatever fails on the way. */
final class Teardown implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Teardown.class);

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Closes {@code part} before everything that was added earlier. @return {@code part} */
  <T extends AutoCloseable> T add(T part) {
    lock.lock();
    try {
      opened.push(part);
    } finally {
      lock.unlock();
    }
    return part;
  }

  @Override
  public void close() {
    for (AutoCloseable part = next(); part != null; part = next()) {
      closeOne(part);
    }
  }

  private @Nullable AutoCloseable next() {
    lock.lock();
    try {
      return opened.poll();
    } finally {
      lock.unlock();
    }
  }

  /** Boundary: a part that fails to close must not keep the others open. */
  private static void closeOne(AutoCloseable part) {
    try {
      part.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("Closing {} failed", part.getClass().getSimpleName(), e);
    }
  }
}
