package larder.appliance.mesh.peer;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before dialling again. For one thread. */
final class Backoff {

  private final PeerTiming timing;
  private final RandomGenerator random;
  private int failures;

  Backoff(PeerTiming timing, RandomGenerator random) {
    this.timing = timing;
    this.random = random;
  }

  void reset() {
    failures = 0;
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
    failures++;
    Duration bounded = wait.compareTo(timing.mostRetry()) < 0 ? wait : timing.mostRetry();
    return bounded.minus(Duration.ofNanos(random.nextLong(bounded.toNanos() / 4 + 1)));
  }
}
