package larder.appliance.mesh.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import larder.appliance.mesh.peer.AddressBook;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;
import larder.appliance.supervise.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Syncthing's local discovery: says on every network where this device is, and notes where others
 * say they are. Nothing heard is believed: the addresses are hints for whom to dial, and the TLS
 * certificate there decides.
 */
public final class LocalDiscovery implements AddressBook {

  private static final Logger LOG = LoggerFactory.getLogger(LocalDiscovery.class);

  private final DeviceId self;
  private final long instanceId;

  /** The last start of another device with this one's id that was heard. */
  private final AtomicLong lastTwin;

  private final Supervisor supervisor;
  private final HeardDevices heard;
  private final Listening listening;
  private final Optional<Announcing> announcing;
  private final List<Consumer<DeviceId>> listeners = new CopyOnWriteArrayList<>();

  /**
   * Nothing happens before {@link #start}.
   *
   * @param mesh where this device accepts peers; if only from this machine, nothing is announced
   * @param instanceId random for each start of the process
   * @param watch not started yet
   * @param parent ends what this starts
   */
  public LocalDiscovery(
      DeviceId self,
      InetSocketAddress mesh,
      long instanceId,
      InterfaceWatch watch,
      Supervisor parent) {
    this.self = self;
    this.instanceId = instanceId;
    this.lastTwin = new AtomicLong(instanceId);
    this.supervisor = parent.child("discovery");
    Ticker ticker = Ticker.system();
    this.heard = new HeardDevices(ticker);
    this.listening = new Listening(supervisor, ticker, this::note);
    List<String> addresses = announced(mesh);
    this.announcing =
        addresses.isEmpty()
            ? Optional.empty()
            : Optional.of(new Announcing(new Announcement(self, addresses, instanceId), ticker));
    watch.onChange(listening::follow);
    announcing.ifPresent(announcer -> watch.onChange(announcer::follow));
  }

  /** Begins to listen and to announce; returns at once. */
  public void start() {
    listening.start();
    announcing.ifPresent(
        announcer -> supervisor.start("announce", Verdict.restart(), announcer::run));
  }

  @Override
  public List<InetSocketAddress> addressesOf(DeviceId device) {
    return heard.addressesOf(device);
  }

  @Override
  public AutoCloseable onChange(Consumer<DeviceId> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /**
   * What to announce: a wildcard stands for the address that the announcement is sent from. Others
   * cannot reach loopback.
   */
  public static List<String> announced(InetSocketAddress mesh) {
    InetAddress address = mesh.getAddress();
    if (address.isLoopbackAddress()) {
      return List.of();
    }
    String host = address.isAnyLocalAddress() ? "0.0.0.0" : literal(address);
    return List.of("tcp://" + host + ":" + mesh.getPort());
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return text.contains(":") ? "[" + text + "]" : text;
  }

  /** Announcements of this device itself come back; those of another start with its id do not. */
  private void noteTwin(Announcement announcement, InetSocketAddress source) {
    boolean isTwin = announcement.instanceId() != instanceId;
    if (isTwin && lastTwin.getAndSet(announcement.instanceId()) != announcement.instanceId()) {
      LOG.warn(
          "Another device at {} has this device's id. Give one of them a new identity.",
          source.getAddress().getHostAddress());
    }
  }

  /** One announcement arrived; on the thread of the way it came. */
  private void note(Announcement announcement, InetSocketAddress source) {
    if (announcement.id().equals(self)) {
      noteTwin(announcement, source);
      return;
    }
    List<InetSocketAddress> addresses = Hints.of(announcement, source.getAddress());
    HeardDevices.News news = heard.note(announcement, source.getAddress(), addresses);
    switch (news) {
      case NOTHING -> {
        return;
      }
      case ADDRESSES -> LOG.debug("{} is at {}", announcement.id(), addresses);
      case DEVICE -> {
        LOG.debug("{} is new at {}", announcement.id(), addresses);
        announcing.ifPresent(Announcing::soon);
      }
    }
    listeners.forEach(listener -> listener.accept(announcement.id()));
  }
}
