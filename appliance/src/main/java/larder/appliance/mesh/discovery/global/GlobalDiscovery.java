package larder.appliance.mesh.discovery.global;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import larder.appliance.mesh.discovery.Hints;
import larder.appliance.mesh.peer.AddressBook;
import larder.appliance.mesh.peer.PeerAddress;
import larder.appliance.mesh.tls.DeviceTls;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;
import larder.appliance.supervise.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells discovery servers where this device is, and asks them for devices that somebody wants to
 * dial and that are not reached directly.
 */
public final class GlobalDiscovery implements AddressBook {

  private static final Logger LOG = LoggerFactory.getLogger(GlobalDiscovery.class);

  /** How long an answer is good for. Source: Syncthing's cache. */
  private static final Duration FOUND = Duration.ofMinutes(5);

  /** Until a server is asked again that knew nothing and said nothing of when. */
  private static final Duration NOT_FOUND = Duration.ofMinutes(1);

  private final List<ServerTalk> servers;
  private final List<ServerAnnouncer> announcers = new ArrayList<>();
  private final Predicate<DeviceId> isReached;
  private final Supervisor supervisor;
  private final LookUps lookUps;
  private final List<Consumer<DeviceId>> listeners = new CopyOnWriteArrayList<>();

  /**
   * Nothing happens before {@link #start}.
   *
   * @param own in whose name
   * @param addresses where this device is now, as URLs; nothing is announced while there are none
   * @param isReached whether a device is connected well enough, so that nobody is asked for it
   * @param parent ends what this starts
   */
  public GlobalDiscovery(
      DeviceTls own,
      List<DiscoveryServer> servers,
      Supplier<List<String>> addresses,
      Predicate<DeviceId> isReached,
      Supervisor parent) {
    Ticker ticker = Ticker.system();
    this.servers = servers.stream().map(server -> new ServerTalk(server, own)).toList();
    this.isReached = isReached;
    this.supervisor = parent.child("global discovery");
    this.lookUps = new LookUps(ticker);
    for (ServerTalk each : this.servers) {
      if (each.server().uses().contains(DiscoveryServer.Use.ANNOUNCE)) {
        announcers.add(new ServerAnnouncer(each, addresses, ticker));
      }
    }
  }

  /** Begins to announce and to look up; returns at once. */
  public void start() {
    announcers.forEach(each -> supervisor.start("announcing", Verdict.restart(), each::run));
    supervisor.start("looking up", Verdict.restart(), this::lookUp);
  }

  /** This device's addresses changed: says so, soon. */
  public void moved() {
    announcers.forEach(ServerAnnouncer::soon);
  }

  @Override
  public List<InetSocketAddress> addressesOf(DeviceId device) {
    return lookUps.want(device).direct();
  }

  @Override
  public List<PeerAddress.Relay> relaysOf(DeviceId device) {
    return lookUps.want(device).relays();
  }

  @Override
  public AutoCloseable onChange(Consumer<DeviceId> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void lookUp() throws InterruptedException {
    while (true) {
      DeviceId device = lookUps.take();
      if (!isReached.test(device)) {
        ask(device);
      }
    }
  }

  private void ask(DeviceId device) throws InterruptedException {
    Set<String> found = new LinkedHashSet<>();
    Duration again = Duration.ZERO;
    for (ServerTalk each : servers) {
      if (each.server().uses().contains(DiscoveryServer.Use.LOOK_UP)) {
        Duration later = ask(each, device, found);
        again = later.compareTo(again) > 0 ? later : again;
      }
    }
    LookUps.Places places = places(found);
    if (lookUps.note(device, places, found.isEmpty() ? again : FOUND)) {
      LOG.debug("{} is at {}", device, places);
      listeners.forEach(listener -> listener.accept(device));
    }
  }

  /**
   * @return when to ask that server again if nobody knew more
   */
  private static Duration ask(ServerTalk server, DeviceId device, Set<String> found)
      throws InterruptedException {
    try {
      return switch (server.lookUp(device)) {
        case ServerTalk.Said.Found(List<String> addresses) -> {
          found.addAll(addresses);
          yield NOT_FOUND;
        }
        case ServerTalk.Said.Refused refused ->
            Duration.ofSeconds(refused.retryAfterSeconds().orElse((int) NOT_FOUND.toSeconds()));
        case ServerTalk.Said.Noted _ -> NOT_FOUND;
      };
    } catch (IOException e) {
      LOG.debug("{} is not reached: {}", server.server().url(), e.toString());
      return NOT_FOUND;
    }
  }

  private static LookUps.Places places(Set<String> urls) {
    List<PeerAddress.Relay> relays = new ArrayList<>();
    for (String url : urls) {
      if (url.startsWith("relay:")) {
        relay(url, relays);
      }
    }
    return new LookUps.Places(Hints.of(List.copyOf(urls)), relays);
  }

  private static void relay(String url, List<PeerAddress.Relay> relays) {
    try {
      relays.add(PeerAddress.parseRelay(url));
    } catch (IllegalArgumentException e) {
      LOG.debug("passed over: {}", e.getMessage());
    }
  }
}
