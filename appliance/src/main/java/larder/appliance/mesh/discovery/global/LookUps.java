package larder.appliance.mesh.discovery.global;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import larder.appliance.mesh.peer.PeerAddress;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.supervise.Ticker;

/** Whom to ask for and when, and what was found. Safe for several threads; only taking blocks. */
final class LookUps {

  /** Far above any household. */
  private static final int MOST_DEVICES = 512;

  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final Map<DeviceId, Entry> entries = new HashMap<>();

  /** Where a device is. */
  record Places(List<InetSocketAddress> direct, List<PeerAddress.Relay> relays) {
    static final Places NOWHERE = new Places(List.of(), List.of());

    Places {
      direct = List.copyOf(direct);
      relays = List.copyOf(relays);
    }
  }

  /** Whether somebody wants to know; then when to ask. */
  private record Entry(boolean wanted, Duration due, Places places) {}

  LookUps(Ticker ticker) {
    this.ticker = ticker;
  }

  /** What is known of {@code device}, which is looked up from now on. */
  Places want(DeviceId device) {
    lock.lock();
    try {
      Entry known = entries.get(device);
      if (known == null) {
        if (entries.size() >= MOST_DEVICES) {
          return Places.NOWHERE;
        }
        known = new Entry(false, ticker.now(), Places.NOWHERE);
      }
      if (!known.wanted()) {
        entries.put(device, new Entry(true, known.due(), known.places()));
        changed.signalAll();
      }
      return known.places();
    } finally {
      lock.unlock();
    }
  }

  /** The next device that is due; waits for one. Nobody wants it until {@link #want}ed again. */
  DeviceId take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Optional<Map.Entry<DeviceId, Entry>> next = next();
      while (next.isEmpty() || !isDue(next.get())) {
        changed.awaitNanos(untilDue(next).toNanos());
        next = next();
      }
      return taken(next.get());
    } finally {
      lock.unlock();
    }
  }

  /** What came of it. @return whether it is news */
  boolean note(DeviceId device, Places places, Duration askAgainIn) {
    lock.lock();
    try {
      Duration due = ticker.now().plus(askAgainIn);
      Optional<Entry> before =
          Optional.ofNullable(entries.put(device, new Entry(true, due, places)));
      return !places.equals(Places.NOWHERE)
          && before.filter(known -> known.places().equals(places)).isEmpty();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Optional<Map.Entry<DeviceId, Entry>> next() {
    return entries.entrySet().stream()
        .filter(each -> each.getValue().wanted())
        .min(Map.Entry.comparingByValue((a, b) -> a.due().compareTo(b.due())));
  }

  private boolean isDue(Map.Entry<DeviceId, Entry> entry) {
    return entry.getValue().due().compareTo(ticker.now()) <= 0;
  }

  private Duration untilDue(Optional<Map.Entry<DeviceId, Entry>> next) {
    return next.map(entry -> entry.getValue().due().minus(ticker.now())).orElse(Duration.ofDays(1));
  }

  @GuardedBy("lock")
  private DeviceId taken(Map.Entry<DeviceId, Entry> entry) {
    Entry value = entry.getValue();
    entries.put(entry.getKey(), new Entry(false, value.due(), value.places()));
    return entry.getKey();
  }
}
