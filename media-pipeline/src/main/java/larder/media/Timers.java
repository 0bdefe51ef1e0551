package larder.media;

import java.time.Duration;

/**
 * Time as the pipeline sees it: monotonic, never the wall clock, so that a box whose clock jumps
 * keeps playing. Replaced by a hand-driven one in tests.
 */
public interface Timers {

  /** Nanoseconds from an arbitrary origin; only differences mean something. */
  long nanoTime();

  /**
   * Runs {@code task} once after {@code delay}, on a thread of the timers' own: the task is short
   * and never blocks. Nothing wakes while nothing is scheduled.
   */
  Alarm after(Duration delay, Runnable task);

  /** A task that is yet to run. */
  @FunctionalInterface
  interface Alarm {
    /** The task does not run any more, unless it is running already. Idempotent. */
    void cancel();
  }
}
