package larder.media.prefetch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.Engine;
import larder.media.Errand;

/** Tells listeners that something moved, four times a second at most. */
final class ProgressBell {

  private static final long REST_NANOS = Duration.ofMillis(250).toNanos();

  private final Engine engine;
  private final Errand ringing;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private boolean scheduled;

  @GuardedBy("lock")
  private long lastNanos;

  @GuardedBy("lock")
  private boolean rangOnce;

  ProgressBell(Engine engine) {
    this.engine = engine;
    this.ringing = new Errand(engine.threads(), this::ring);
  }

  AutoCloseable listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void moved() {
    long delay;
    lock.lock();
    try {
      if (scheduled || listeners.isEmpty()) {
        return;
      }
      scheduled = true;
      long since = engine.timers().nanoTime() - lastNanos;
      delay = rangOnce ? Math.max(0, REST_NANOS - since) : 0;
    } finally {
      lock.unlock();
    }
    engine.timers().after(Duration.ofNanos(delay), ringing::nudge);
  }

  private void ring() {
    lock.lock();
    try {
      scheduled = false;
      rangOnce = true;
      lastNanos = engine.timers().nanoTime();
    } finally {
      lock.unlock();
    }
    listeners.forEach(Runnable::run);
  }
}
