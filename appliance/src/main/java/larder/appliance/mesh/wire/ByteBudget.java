package larder.appliance.mesh.wire;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Memory that all connections share. Who wants more than is left waits, in the order of asking;
 * what is larger than the whole budget is let in when it is alone. For any number of threads.
 */
public final class ByteBudget {

  private final int capacityBytes;
  private final Semaphore left;

  public ByteBudget(int capacityBytes) {
    if (capacityBytes < 1) {
      throw new IllegalArgumentException("a budget of " + capacityBytes + " bytes");
    }
    this.capacityBytes = capacityBytes;
    this.left = new Semaphore(capacityBytes, true);
  }

  /**
   * Takes {@code bytes}; blocks until they are free. Whoever holds some must not take more: two
   * that did would wait for each other.
   */
  public Lease take(long bytes) throws InterruptedException {
    int cost = Math.clamp(bytes, 0, capacityBytes);
    left.acquire(cost);
    AtomicBoolean given = new AtomicBoolean();
    return () -> {
      if (!given.getAndSet(true)) {
        left.release(cost);
      }
    };
  }

  /** What is not taken. */
  public int leftBytes() {
    return left.availablePermits();
  }

  /** Bytes taken until it is closed. */
  @FunctionalInterface
  public interface Lease extends AutoCloseable {

    /** Nothing taken. */
    Lease NONE = () -> {};

    /** Gives them back. Idempotent. */
    @Override
    void close();
  }
}
