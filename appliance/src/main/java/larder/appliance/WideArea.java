package larder.appliance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import larder.appliance.cli.CommandFailedException;
import larder.appliance.config.MeetingPlaces;
import larder.appliance.config.NetworkSettings.Discovery;
import larder.appliance.mesh.discovery.InterfaceWatch;
import larder.appliance.mesh.discovery.LocalDiscovery;
import larder.appliance.mesh.discovery.global.DiscoveryServer;
import larder.appliance.mesh.discovery.global.GlobalDiscovery;
import larder.appliance.mesh.peer.PeerAddress;
import larder.appliance.mesh.peer.PeerService;
import larder.appliance.mesh.peer.PeerState;
import larder.appliance.mesh.peer.RelayRoad;
import larder.appliance.mesh.relay.RelayBerth;
import larder.appliance.mesh.relay.RelayDialler;
import larder.appliance.mesh.tls.DeviceTls;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.supervise.Ticker;

/** The way to devices in other networks: discovery servers and relays, if the owner wants them. */
final class WideArea {

  private final Foundation ground;
  private final DeviceTls own;
  private final List<DiscoveryServer> servers;
  private final List<PeerAddress.Relay> relays;

  private WideArea(
      Foundation ground,
      DeviceTls own,
      List<DiscoveryServer> servers,
      List<PeerAddress.Relay> relays) {
    this.ground = ground;
    this.own = own;
    this.servers = servers;
    this.relays = relays;
  }

  /**
   * Reads the settings; talks to nobody.
   *
   * @return empty unless discovery is global
   * @throws CommandFailedException if a server's URL is none
   */
  static Optional<WideArea> of(Foundation ground) throws CommandFailedException, IOException {
    if (ground.settings().network().discovery() != Discovery.GLOBAL) {
      return Optional.empty();
    }
    MeetingPlaces meeting = ground.settings().network().meeting();
    return Optional.of(
        new WideArea(
            ground,
            DeviceTls.of(ground.identity()),
            parsed(
                meeting.discoveryServers().orElse(DiscoveryServer.PUBLIC), DiscoveryServer::parse),
            parsed(meeting.relays(), PeerAddress::parseRelay)));
  }

  RelayRoad road() {
    return new RelayDialler(own, ground.supervisor(), Ticker.system());
  }

  /** Begins to announce, to look up and to wait at a relay. */
  void start(PeerService peers, LateAddressBook book, InterfaceWatch watch) {
    RelayBerth berth =
        new RelayBerth(relays, own, peers::accept, ground.supervisor(), Ticker.system());
    List<String> direct = LocalDiscovery.announced(peers.address());
    GlobalDiscovery discovery =
        new GlobalDiscovery(
            own,
            servers,
            () -> announced(direct, berth.current()),
            device -> isReached(peers, device),
            ground.supervisor());
    book.follow(discovery);
    watch.onMove(discovery::moved);
    watch.onMove(berth::moved);
    discovery.start();
    berth.start(discovery::moved);
  }

  private static List<String> announced(List<String> direct, Optional<PeerAddress.Relay> relay) {
    List<String> addresses = new ArrayList<>(direct);
    relay.map(PeerAddress.Relay::toString).ifPresent(addresses::add);
    return addresses;
  }

  /** A relay is a makeshift: where such a device is otherwise is still of interest. */
  private static boolean isReached(PeerService peers, DeviceId device) {
    return peers
        .state(device)
        .flatMap(PeerState::session)
        .filter(session -> session.reach() != PeerState.Reach.RELAY)
        .isPresent();
  }

  private static <T> List<T> parsed(List<String> texts, Function<String, T> type)
      throws CommandFailedException {
    try {
      return texts.stream().map(type).toList();
    } catch (IllegalArgumentException e) {
      throw CommandFailedException.usage(e.getMessage() + ".");
    }
  }
}
