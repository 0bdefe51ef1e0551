package larder.appliance.supervise;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Monotonic time and waiting for it to pass; replaced in tests, so that no test sleeps. */
public interface Ticker {

  /** Time since a fixed but arbitrary moment; never goes back, whatever the wall clock does. */
  Duration now();

  void sleep(Duration duration) throws InterruptedException;

  /** The machine's own. */
  static Ticker system() {
    return new Ticker() {
      @Override
      public Duration now() {
        return Duration.ofNanos(System.nanoTime());
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
      }
    };
  }
}
