package larder.appliance;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import larder.media.ContentId;
import larder.media.Timers;

/** Changes of a few seconds told as one for each content; silent while nothing changes. */
final class GatheredChanges implements AutoCloseable {

  /** As often as Syncthing tells of its own progress. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  private final Timers timers;
  private final Consumer<ContentId> listener;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private Set<ContentId> changed = new LinkedHashSet<>();

  @GuardedBy("lock")
  private Optional<Timers.Alarm> alarm = Optional.empty();

  @GuardedBy("lock")
  private boolean closed;

  GatheredChanges(Timers timers, Consumer<ContentId> listener) {
    this.timers = timers;
    this.listener = listener;
  }

  /** Notes that {@code content} changed. Returns at once. */
  void add(ContentId content) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      changed.add(content);
      if (alarm.isEmpty()) {
        alarm = Optional.of(timers.after(PAUSE, this::hand));
      }
    } finally {
      lock.unlock();
    }
  }

  /** On the timers' thread, which must not wait for a disk. */
  private void hand() {
    Thread.ofVirtual().name("larder/held").start(this::tell);
  }

  private void tell() {
    List<ContentId> due;
    lock.lock();
    try {
      due = List.copyOf(changed);
      changed = new LinkedHashSet<>();
      alarm = Optional.empty();
    } finally {
      lock.unlock();
    }
    due.forEach(listener);
  }

  /** What was not told yet is dropped. Idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.clear();
      alarm.ifPresent(Timers.Alarm::cancel);
    } finally {
      lock.unlock();
    }
  }
}
