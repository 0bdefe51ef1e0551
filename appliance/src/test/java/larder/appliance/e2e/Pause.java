package larder.appliance.e2e;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for a process of its own, which has no clock to inject. */
final class Pause {

  private static final Duration STEP = Duration.ofMillis(100);

  private Pause() {}

  /** One step between two looks. */
  static void brief() {
    LockSupport.parkNanos(STEP.toNanos());
  }

  /**
   * Looks again until {@code condition} holds or {@code patience} is over. @return whether it holds
   */
  static boolean until(Duration patience, BooleanSupplier condition) {
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadlineNanos) {
        return false;
      }
      brief();
    }
    return true;
  }
}
