package larder.media.fetch;

import java.time.Duration;
import larder.media.source.BlockSource;

/**
 * One chunk being asked of one source.
 *
 * @param demand whether somebody watched when it started
 * @param launchedNanos when it started
 * @param expectedNanos how long it should take
 * @param timeout when the source counts as dead
 */
record Transfer(
    Pull pull,
    BlockSource source,
    boolean demand,
    long launchedNanos,
    long expectedNanos,
    Duration timeout) {

  /** A source that stands still is doubled by another after three times its own measure. */
  private static final long LATE_FACTOR = 3;

  private static final long SOONEST_HEDGE_NANOS = Duration.ofMillis(500).toNanos();
  private static final long LATEST_HEDGE_NANOS = Duration.ofSeconds(5).toNanos();

  /** Nanoseconds until a second source is asked as well, for a reader that waits. */
  long hedgeLeft(long now) {
    long after = Math.clamp(LATE_FACTOR * expectedNanos, SOONEST_HEDGE_NANOS, LATEST_HEDGE_NANOS);
    return Math.max(0, after - (now - launchedNanos));
  }

  /** Whether it is not late by its own measure. */
  boolean isOnTime(long now) {
    return now - launchedNanos < Math.min(2 * expectedNanos, timeout.toNanos());
  }
}
