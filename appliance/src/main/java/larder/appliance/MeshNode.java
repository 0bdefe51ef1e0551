package larder.appliance;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import larder.appliance.cli.CommandFailedException;
import larder.appliance.config.NetworkSettings;
import larder.appliance.config.Version;
import larder.appliance.mesh.discovery.InterfaceWatch;
import larder.appliance.mesh.discovery.LocalDiscovery;
import larder.appliance.mesh.index.BlockProvider;
import larder.appliance.mesh.index.ChangeFeed;
import larder.appliance.mesh.index.Contacts;
import larder.appliance.mesh.index.Doorkeeper;
import larder.appliance.mesh.index.HeldContents;
import larder.appliance.mesh.index.Household;
import larder.appliance.mesh.index.IndexCatalog;
import larder.appliance.mesh.index.IndexExchange;
import larder.appliance.mesh.index.MeshSources;
import larder.appliance.mesh.index.MeshStore;
import larder.appliance.mesh.peer.PeerService;
import larder.appliance.mesh.peer.PeerSettings;
import larder.appliance.mesh.peer.PeerTiming;
import larder.appliance.mesh.peer.RelayRoad;
import larder.appliance.mesh.wire.Hello;
import larder.appliance.supervise.Ticker;

/**
 * This device's place in the mesh, the same for box and share: what it knows of the others (at
 * once, from the store) and, once {@link #connect}ed, its links to them.
 */
final class MeshNode {

  private final Foundation ground;
  private final MeshStore store;
  private final ChangeFeed changes;

  private MeshNode(Foundation ground, MeshStore store, ChangeFeed changes) {
    this.ground = ground;
    this.store = store;
    this.changes = changes;
  }

  /** Reads what is known of the mesh; talks to nobody yet. */
  static MeshNode open(Foundation ground) {
    MeshStore store = new MeshStore(ground.database(), new SecureRandom());
    store.open();
    ChangeFeed changes = ground.owns(new ChangeFeed());
    changes.start();
    return new MeshNode(ground, store, changes);
  }

  MeshStore store() {
    return store;
  }

  IndexCatalog catalog() {
    return new IndexCatalog(store, changes);
  }

  /** What is exchanged with the others, given what this device holds and how it is read. */
  IndexExchange exchange(HeldContents held, BlockProvider provider) {
    return new IndexExchange(
        store,
        new IndexExchange.Self(ground.identity().id(), ground.name()),
        held,
        provider,
        changes,
        Clock.systemUTC());
  }

  MeshSources sources(IndexExchange exchange) {
    return new MeshSources(store, exchange, changes);
  }

  /**
   * The owner's view of the mesh, live.
   *
   * @param mesh what the owner manages; call {@link Household#start} to begin dialling
   * @param addresses where others reach this device, {@code host:port}, the likeliest first
   * @param watch the look at the network's interfaces, not started; empty if discovery is off
   */
  record Connected(
      Household mesh, List<String> addresses, int port, Optional<InterfaceWatch> watch) {}

  /**
   * Listens for the others from now on.
   *
   * @param program how it presents itself to them, for example {@code larder-box}
   * @throws CommandFailedException if the address is taken
   */
  Connected connect(IndexExchange exchange, String program) throws CommandFailedException {
    NetworkSettings network = ground.settings().network();
    LateAddressBook book = new LateAddressBook();
    Optional<WideArea> wide;
    PeerService peers;
    try {
      wide = WideArea.of(ground);
      peers =
          ground.owns(
              PeerService.open(
                  ground.identity(),
                  new PeerSettings(
                      network.mesh().socketAddress(),
                      new Hello(ground.name(), program, Version.number()),
                      PeerTiming.standard()),
                  new PeerService.Ports(
                      new Doorkeeper(store, changes, Clock.systemUTC(), System::nanoTime),
                      book,
                      exchange,
                      wide.map(WideArea::road).orElse(RelayRoad.none())),
                  ground.supervisor(),
                  Ticker.system()));
    } catch (IOException e) {
      throw Foundation.failed(e);
    }
    Optional<InterfaceWatch> watch = discover(network, peers, book);
    watch.ifPresent(look -> wide.ifPresent(far -> far.start(peers, book, look)));
    Household household =
        new Household(store, ground.identity().id(), exchange, Contacts.of(peers), changes);
    return new Connected(
        household, Reachable.at(peers.address()), peers.address().getPort(), watch);
  }

  private Optional<InterfaceWatch> discover(
      NetworkSettings network, PeerService peers, LateAddressBook book) {
    if (network.discovery() == NetworkSettings.Discovery.OFF) {
      return Optional.empty();
    }
    InterfaceWatch watch = InterfaceWatch.system(ground.supervisor());
    LocalDiscovery discovery =
        new LocalDiscovery(
            ground.identity().id(),
            peers.address(),
            new SecureRandom().nextLong(),
            watch,
            ground.supervisor());
    book.follow(discovery);
    watch.onMove(peers::moved);
    discovery.start();
    return Optional.of(watch);
  }
}
