package larder.appliance.mesh.index;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads are about to do. */
public final class Await {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Looks in the whole time; every 2 ms in ten seconds. */
  private static final int LOOKS = 5_000;

  private Await() {}

  /** Looks every few milliseconds until {@code condition} holds; fails after ten seconds. */
  public static void until(BooleanSupplier condition) {
    until(PATIENCE, condition);
  }

  /** Like {@link #until(BooleanSupplier)}, with another patience; looks more seldom, too. */
  public static void until(Duration patience, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not happen within " + patience);
      }
      LockSupport.parkNanos(patience.dividedBy(LOOKS).toNanos());
    }
  }
}
