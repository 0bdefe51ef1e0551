package larder.media.fake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.Timers;

/** Time that stands still until a test moves it. */
public final class ManualTimers implements Timers {

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Due> alarms = new ArrayList<>();
  private long sequence;
  private long now = 1_000_000_000_000L;

  @Override
  public long nanoTime() {
    lock.lock();
    try {
      return now;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Alarm after(Duration delay, Runnable task) {
    lock.lock();
    try {
      Due due = new Due(++sequence, now + delay.toNanos(), task);
      alarms.add(due);
      return () -> cancel(due);
    } finally {
      lock.unlock();
    }
  }

  private void cancel(Due due) {
    lock.lock();
    try {
      alarms.remove(due);
    } finally {
      lock.unlock();
    }
  }

  /** Moves on; runs what falls due on the way, in order, on this thread. */
  public void advance(Duration by) {
    long end = nanoTime() + by.toNanos();
    Optional<Due> next = next(end);
    while (next.isPresent()) {
      next.get().task().run();
      next = next(end);
    }
    lock.lock();
    try {
      now = end;
    } finally {
      lock.unlock();
    }
  }

  private Optional<Due> next(long end) {
    lock.lock();
    try {
      Optional<Due> next =
          alarms.stream()
              .filter(due -> due.at() <= end)
              .min((a, b) -> Long.compare(a.at(), b.at()));
      next.ifPresent(
          due -> {
            now = Math.max(now, due.at());
            alarms.remove(due);
          });
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** Alarms that are set: an idle pipeline has none. */
  public int pending() {
    lock.lock();
    try {
      return alarms.size();
    } finally {
      lock.unlock();
    }
  }

  private record Due(long sequence, long at, Runnable task) {}
}
