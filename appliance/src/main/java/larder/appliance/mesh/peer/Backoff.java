package larder.appliance.mesh.peer;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before dialling again. For one thread. */
final class Backoff {

  /** For half a minute or more, depending on how long each attempt takes. */
  private static final int BRISK_TRIES = 20;

  private final PeerTiming timing;
  private final RandomGenerator random;
  private int failures;
  private int brisk;

  Backoff(PeerTiming timing, RandomGenerator random) {
    this.timing = timing;
    this.random = random;
  }

  void reset() {
    failures = 0;
  }

  /** A good connection was lost just now: it may be back in a moment. */
  void resetBriskly() {
    failures = 0;
    brisk = BRISK_TRIES;
  }

  /**
   * The next wait: doubles each time up to the most, with up to a quarter off, so that a household
   * that comes back from a power cut does not dial in step.
   */
  Duration next() {
    Duration wait = timing.firstRetry();
    for (int i = 0; i < failures && wait.compareTo(timing.mostRetry()) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    if (brisk > 0) {
      brisk--;
    } else {
      failures++;
    }
    Duration bounded = wait.compareTo(timing.mostRetry()) < 0 ? wait : timing.mostRetry();
    return bounded.minus(Duration.ofNanos(random.nextLong(bounded.toNanos() / 4 + 1)));
  }
}
