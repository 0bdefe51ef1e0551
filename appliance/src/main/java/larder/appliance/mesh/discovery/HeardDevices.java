package larder.appliance.mesh.discovery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.locks.ReentrantLock;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.supervise.Ticker;

/** Who was heard on the LAN lately, and where. Safe for several threads; never blocks. */
final class HeardDevices {

  /** Three announcements may get lost. Source: Syncthing's local discovery. */
  static final Duration LIFE = Duration.ofSeconds(90);

  /** Far above any household; a flood of invented ones must not fill the memory. */
  static final int MOST_DEVICES = 512;

  /** The interfaces that reach the same device: v4 and v6 on each network. */
  private static final int MOST_SOURCES = 8;

  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<DeviceId, Heard> devices = new HashMap<>();

  /** One device; what it says on each way is kept apart, so that one does not hide another. */
  private record Heard(long instanceId, Map<Object, Said> bySource) {}

  private record Said(List<InetSocketAddress> addresses, Duration at) {}

  /** What an announcement changed. */
  enum News {
    NOTHING,
    ADDRESSES,
    /** A device or a start of it that was not heard before: it has not heard us either. */
    DEVICE
  }

  HeardDevices(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * Notes an announcement.
   *
   * @param source where it came from, to tell ways apart
   */
  News note(Announcement announcement, Object source, List<InetSocketAddress> addresses) {
    lock.lock();
    try {
      Duration now = ticker.now();
      forgetOlderThan(now.minus(LIFE));
      Optional<Heard> known = Optional.ofNullable(devices.get(announcement.id()));
      boolean isNew =
          known.filter(heard -> heard.instanceId() == announcement.instanceId()).isEmpty();
      if (known.isEmpty() && devices.size() >= MOST_DEVICES) {
        return News.NOTHING;
      }
      Map<Object, Said> bySource = isNew ? new HashMap<>() : known.orElseThrow().bySource();
      if (bySource.size() >= MOST_SOURCES && !bySource.containsKey(source)) {
        return News.NOTHING;
      }
      Optional<Said> before = Optional.ofNullable(bySource.put(source, new Said(addresses, now)));
      devices.put(announcement.id(), new Heard(announcement.instanceId(), bySource));
      if (isNew) {
        return News.DEVICE;
      }
      boolean same = before.filter(said -> said.addresses().equals(addresses)).isPresent();
      return same ? News.NOTHING : News.ADDRESSES;
    } finally {
      lock.unlock();
    }
  }

  /** Where {@code device} said it is within the last {@link #LIFE}, the latest first. */
  List<InetSocketAddress> addressesOf(DeviceId device) {
    lock.lock();
    try {
      forgetOlderThan(ticker.now().minus(LIFE));
      Optional<Heard> heard = Optional.ofNullable(devices.get(device));
      if (heard.isEmpty()) {
        return List.of();
      }
      SequencedSet<InetSocketAddress> addresses = new LinkedHashSet<>();
      new ArrayList<>(heard.get().bySource().values())
          .stream()
              .sorted((a, b) -> b.at().compareTo(a.at()))
              .forEach(said -> addresses.addAll(said.addresses()));
      return List.copyOf(addresses);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void forgetOlderThan(Duration moment) {
    devices.values().forEach(heard -> heard.bySource().values().removeIf(s -> isOld(s, moment)));
    devices.values().removeIf(heard -> heard.bySource().isEmpty());
  }

  private static boolean isOld(Said said, Duration moment) {
    return said.at().compareTo(moment) < 0;
  }
}
