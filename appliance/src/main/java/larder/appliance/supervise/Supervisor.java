package larder.appliance.supervise;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owner of long-lived tasks and of other supervisors. Closing it stops what it owns, the youngest
 * first, each one before the next, within a deadline for all of it.
 */
public final class Supervisor implements AutoCloseable, Part {

  /** Half of what a process has between SIGTERM and the impatient end of its patience. */
  public static final Duration CLOSE_DEADLINE = Duration.ofMillis(2_500);

  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private final String name;
  private final Ticker ticker;
  private final FatalFailure onFatal;
  private final Optional<Supervisor> parent;
  private final ReentrantLock lock = new ReentrantLock();

  /** Tasks and child supervisors, the youngest first. */
  @GuardedBy("lock")
  private final Deque<Part> parts = new ArrayDeque<>();

  @GuardedBy("lock")
  private boolean closed;

  /** Told, on the failing task's thread, that a {@link Verdict#failAll} task failed. */
  @FunctionalInterface
  public interface FatalFailure {
    void failed(String task, Throwable failure);
  }

  /**
   * @param name the first part of its tasks' thread names
   */
  public Supervisor(String name, Ticker ticker, FatalFailure onFatal) {
    this.name = name;
    this.ticker = ticker;
    this.onFatal = onFatal;
    this.parent = Optional.empty();
  }

  private Supervisor(String childName, Supervisor parent) {
    this.name = parent.name + "/" + childName;
    this.ticker = parent.ticker;
    this.onFatal = parent.onFatal;
    this.parent = Optional.of(parent);
  }

  /** A supervisor that is closed with this one; its fatal failures are this one's. */
  public Supervisor child(String childName) {
    Supervisor child = new Supervisor(childName, this);
    adopt(child);
    return child;
  }

  /**
   * Starts {@code task} on a virtual thread of its own.
   *
   * @throws IllegalStateException if this supervisor is closed
   */
  public SupervisedTask start(String taskName, Verdict verdict, Task task) {
    SupervisedTask started = new SupervisedTask(name + "/" + taskName, task, verdict, this);
    adopt(started);
    return started;
  }

  @Override
  public void close() {
    close(CLOSE_DEADLINE);
  }

  /**
   * Stops everything and waits for it. What still runs at the deadline was interrupted and is left
   * behind, with a line in the log; so is the rest if this thread is interrupted. Idempotent.
   */
  public void close(Duration deadline) {
    try {
      end(deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void begin() {
    LOG.trace("{} begins", name);
  }

  @Override
  public void end(Duration timeout) throws InterruptedException {
    Duration deadline = ticker.now().plus(timeout);
    for (Part part : takeAll()) {
      Duration left = deadline.minus(ticker.now());
      part.end(left.isNegative() ? Duration.ZERO : left);
    }
    parent.ifPresent(owner -> owner.ended(this));
  }

  Ticker ticker() {
    return ticker;
  }

  void tellFatal(String task, Throwable failure) {
    onFatal.failed(task, failure);
  }

  void ended(Part part) {
    lock.lock();
    try {
      parts.remove(part);
    } finally {
      lock.unlock();
    }
  }

  private void adopt(Part part) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException(name + " is closed");
      }
      parts.addFirst(part);
      part.begin();
    } finally {
      lock.unlock();
    }
  }

  private List<Part> takeAll() {
    lock.lock();
    try {
      closed = true;
      List<Part> taken = new ArrayList<>(parts);
      parts.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
