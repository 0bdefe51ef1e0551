package larder.appliance.supervise;

import java.time.Duration;

/** What a task's failure means. */
public sealed interface Verdict {

  /** Starts again after a second, then two, four, up to a minute. */
  static Verdict restart() {
    return new Restart(Duration.ofSeconds(1), Duration.ofMinutes(1));
  }

  static Verdict end() {
    return new End();
  }

  static Verdict failAll() {
    return new FailAll();
  }

  /**
   * The task starts again after a wait that doubles with each failure in a row. A run longer than
   * {@code most} starts the row anew.
   */
  record Restart(Duration first, Duration most) implements Verdict {
    public Restart {
      if (!first.isPositive() || most.compareTo(first) < 0) {
        throw new IllegalArgumentException("no back-off from " + first + " to " + most);
      }
    }

    /** The wait after {@code failures} failures in a row, from one on. */
    Duration delay(int failures) {
      Duration delay = first;
      for (int i = 1; i < failures && delay.compareTo(most) < 0; i++) {
        delay = delay.multipliedBy(2);
      }
      return delay.compareTo(most) < 0 ? delay : most;
    }
  }

  /** The task is over; everything else goes on. */
  record End() implements Verdict {}

  /** The whole cannot go on without this task; its owner is told. */
  record FailAll() implements Verdict {}
}
