package larder.appliance.web.events;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** One listener. {@link #end} may come from any thread and wakes the one that waits for events. */
final class Subscription implements AutoCloseable {

  private final Subscribers owner;
  private final Optional<String> token;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private Optional<Thread> waiting = Optional.empty();

  @GuardedBy("lock")
  private boolean ended;

  Subscription(Subscribers owner, Optional<String> token) {
    this.owner = owner;
    this.token = token;
  }

  boolean isOf(String tokenId) {
    return token.filter(tokenId::equals).isPresent();
  }

  /**
   * The calling thread is about to wait and may be interrupted from now on.
   *
   * @return false if the subscription has ended
   */
  boolean enterWait() {
    lock.lock();
    try {
      waiting = Optional.of(Thread.currentThread());
      return !ended;
    } finally {
      lock.unlock();
    }
  }

  /** The calling thread waits no more; an interrupt that came meanwhile is taken back. */
  void leaveWait() {
    lock.lock();
    try {
      waiting = Optional.empty();
      if (ended) {
        Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      ended = true;
      waiting.ifPresent(Thread::interrupt);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    owner.forget(this);
  }
}
