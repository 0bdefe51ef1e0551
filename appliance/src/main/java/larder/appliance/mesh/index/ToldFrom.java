package larder.appliance.mesh.index;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import larder.appliance.mesh.wire.DeviceId;

/**
 * Which address brought which stranger: one address puts at most one a minute on the list, unless
 * the household has decided about the one before. Measures time by a counter that no wall clock can
 * turn. Safe for several threads.
 */
final class ToldFrom {

  /** Identities cost nothing, addresses do. */
  static final Duration EVERY = Duration.ofMinutes(1);

  /** A flood from many addresses makes room by forgetting the oldest. */
  private static final int MAX_ADDRESSES = 1_000;

  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<InetAddress, Stranger> last = new LinkedHashMap<>();

  ToldFrom(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Whether another stranger from {@code address} may be shown to the household now.
   *
   * @param waiting who waits for its decision
   */
  boolean mayTell(InetAddress address, Set<DeviceId> waiting) {
    lock.lock();
    try {
      Stranger before = last.get(address);
      return before == null
          || !waiting.contains(before.device)
          || nanoTime.getAsLong() - before.atNanos >= EVERY.toNanos();
    } finally {
      lock.unlock();
    }
  }

  void told(InetAddress address, DeviceId device) {
    lock.lock();
    try {
      last.remove(address);
      if (last.size() == MAX_ADDRESSES) {
        last.remove(last.keySet().iterator().next());
      }
      last.put(address, new Stranger(device, nanoTime.getAsLong()));
    } finally {
      lock.unlock();
    }
  }

  private record Stranger(DeviceId device, long atNanos) {}
}
