package larder.appliance.web.events;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Who listens to events now: bounded, and sent home when the box stops. Safe for all threads. */
public final class Subscribers implements AutoCloseable {

  /** Each costs a connection and a waiting thread; a household has a dozen screens. */
  static final int MAX = 64;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Set<Subscription> all = new HashSet<>();

  @GuardedBy("lock")
  private boolean closed;

  /** A new subscription; empty if there are too many, or the box stops. */
  Optional<Subscription> subscribe(Optional<String> token) {
    Subscription subscription = new Subscription(this, token);
    lock.lock();
    try {
      return !closed && all.size() < MAX && all.add(subscription)
          ? Optional.of(subscription)
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** How many listen now. */
  public int count() {
    return snapshot().size();
  }

  /** Ends the subscriptions of a token that is no longer valid. */
  public void revoke(String tokenId) {
    snapshot().stream().filter(s -> s.isOf(tokenId)).forEach(Subscription::end);
  }

  /** Ends all. Idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    snapshot().forEach(Subscription::end);
  }

  void forget(Subscription subscription) {
    lock.lock();
    try {
      all.remove(subscription);
    } finally {
      lock.unlock();
    }
  }

  private List<Subscription> snapshot() {
    lock.lock();
    try {
      return List.copyOf(all);
    } finally {
      lock.unlock();
    }
  }
}
