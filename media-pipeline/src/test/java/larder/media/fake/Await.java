package larder.media.fake;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads bring about, with a deadline. */
public final class Await {

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Duration STEP = Duration.ofMillis(1);

  private Await() {}

  /** Returns when {@code condition} holds; fails when it does not within 20 s. */
  public static void until(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > DEADLINE.toNanos()) {
        throw new AssertionError("waited in vain until " + what);
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
  }
}
