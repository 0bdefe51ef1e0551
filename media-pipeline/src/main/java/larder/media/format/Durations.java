package larder.media.format;

import java.time.Duration;
import java.util.Optional;

/** Which lengths of a title are believed. */
final class Durations {

  /** Nothing that anyone watches is longer than a week; more is a damaged or hostile header. */
  private static final Duration LONGEST = Duration.ofDays(7);

  private Durations() {}

  /** The duration, to the millisecond, or empty if it is none. */
  static Optional<Duration> believable(double seconds) {
    if (!(seconds > 0) || seconds > LONGEST.toSeconds()) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
  }
}
