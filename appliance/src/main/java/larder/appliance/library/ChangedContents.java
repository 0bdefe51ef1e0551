package larder.appliance.library;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import larder.media.ContentId;

/**
 * Contents whose chunks changed, each handed out at once and then at most once a second, however
 * often it changes. Holds each content once. Safe for several threads.
 */
final class ChangedContents {

  /** As often as somebody who looks at a percentage wants to see it move. */
  static final Duration REST = Duration.ofSeconds(1);

  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();

  /** When each may be handed out, in the order in which they changed. */
  @GuardedBy("lock")
  private final Map<ContentId, Long> dueNanos = new LinkedHashMap<>();

  /** When each was handed out, for as long as it rests. */
  @GuardedBy("lock")
  private final Map<ContentId, Long> takenNanos = new HashMap<>();

  ChangedContents(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void add(ContentId content) {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      Long taken = takenNanos.get(content);
      dueNanos.putIfAbsent(content, taken == null ? now : taken + REST.toNanos());
      added.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next content; blocks until one is due. */
  ContentId take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Optional<ContentId> due = poll();
        if (due.isPresent()) {
          return due.get();
        }
        if (dueNanos.isEmpty()) {
          added.await();
        } else {
          long _ = added.awaitNanos(untilNextNanos());
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next content that is due now, if one is. */
  Optional<ContentId> poll() {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      takenNanos.values().removeIf(taken -> now - taken >= REST.toNanos());
      Optional<ContentId> due =
          dueNanos.entrySet().stream()
              .filter(waiting -> waiting.getValue() - now <= 0)
              .map(Map.Entry::getKey)
              .findFirst();
      due.ifPresent(
          content -> {
            dueNanos.remove(content);
            takenNanos.put(content, now);
          });
      return due;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private long untilNextNanos() {
    long now = nanoTime.getAsLong();
    return dueNanos.values().stream().mapToLong(due -> due - now).min().orElse(0);
  }
}
