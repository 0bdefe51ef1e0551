package larder.appliance.event;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The last events, for whoever asks what came after the last one he saw. Publishers never wait;
 * slow listeners miss events and are told so, so that the log never grows.
 */
public final class EventLog implements Events {

  /** Enough for a TV that was away for a minute; one that was away longer reads everything anew. */
  public static final int CAPACITY = 1_000;

  /** Leaves room for a thousand events a millisecond, and stays exact in JavaScript's numbers. */
  private static final int IDS_PER_MS = 1_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition published = lock.newCondition();

  @GuardedBy("lock")
  private final ArrayDeque<Event> ring = new ArrayDeque<>(CAPACITY);

  @GuardedBy("lock")
  private long latestId;

  /**
   * @param clock where numbering starts, so that an id from an earlier run is never taken for one
   *     of this run
   */
  public EventLog(InstantSource clock) {
    this.latestId = clock.millis() * IDS_PER_MS;
  }

  @Override
  public void publish(String topic, String subject) {
    lock.lock();
    try {
      if (ring.size() == CAPACITY) {
        ring.removeFirst();
      }
      latestId++;
      ring.addLast(new Event(latestId, topic, subject));
      published.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The id of the newest event: whoever starts listening now asks for what comes after it. */
  public long latestId() {
    lock.lock();
    try {
      return latestId;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits up to {@code timeout} for events after {@code afterId}. Blocks.
   *
   * @throws InterruptedException if the caller is interrupted while waiting
   */
  public Pull next(long afterId, Duration timeout) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long leftNanos = timeout.toNanos();
      while (afterId == latestId && leftNanos > 0) {
        leftNanos = published.awaitNanos(leftNanos);
      }
      return after(afterId);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Pull after(long afterId) {
    if (afterId == latestId) {
      return new Pull.Nothing();
    }
    if (afterId > latestId || afterId < latestId - ring.size()) {
      return new Pull.Reset(latestId);
    }
    List<Event> missed = new ArrayList<>(ring);
    return new Pull.Missed(
        missed.subList(missed.size() - (int) (latestId - afterId), missed.size()));
  }

  /**
   * Something happened.
   *
   * @param id grows by one with each event
   * @param topic as in {@link Events#publish}
   * @param subject the id of what changed, or empty
   */
  public record Event(long id, String topic, String subject) {}

  /** What a listener gets. */
  public sealed interface Pull {

    /** Events in order, at least one. */
    record Missed(List<Event> events) implements Pull {
      public Missed {
        events = List.copyOf(events);
      }
    }

    /** The wait ended without an event. */
    record Nothing() implements Pull {}

    /** Some events are gone, or the id is not of this run: look at everything anew. */
    record Reset(long latestId) implements Pull {}
  }
}
