package larder.appliance.mesh.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.tls.DeviceTls;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.supervise.SupervisedTask;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;
import larder.appliance.supervise.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This device's connections to all others: listens, dials whom it is told to keep in touch with,
 * and carries one link for each device that is let in. Safe for several threads.
 */
public final class PeerService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PeerService.class);

  private static final String TWINS =
      "two devices have this id and take turns; give one of them a new identity";

  private final PeerSettings settings;
  private final Roads roads;
  private final Greeter greeter;
  private final Links links;
  private final Switchboard switchboard;
  private final Supervisor threads;
  private final InetSocketAddress address;
  private final List<AutoCloseable> closeables;
  private final Map<DeviceId, SupervisedTask> diallers = new ConcurrentHashMap<>();

  private PeerService(
      PeerSettings settings,
      Roads roads,
      Greeter greeter,
      Links links,
      Switchboard switchboard,
      Supervisor threads,
      InetSocketAddress address,
      List<AutoCloseable> closeables) {
    this.settings = settings;
    this.roads = roads;
    this.greeter = greeter;
    this.links = links;
    this.switchboard = switchboard;
    this.threads = threads;
    this.address = address;
    this.closeables = closeables;
  }

  /**
   * What the service asks and tells.
   *
   * @param admission who is let in
   * @param book where devices are, for those whose address is {@code dynamic}
   * @param handler what is done with links
   * @param relays the way to devices at relays
   */
  public record Ports(
      Admission admission, AddressBook book, PeerHandler handler, RelayRoad relays) {

    /** Without relays. */
    public Ports(Admission admission, AddressBook book, PeerHandler handler) {
      this(admission, book, handler, RelayRoad.none());
    }
  }

  /**
   * Listens from now on.
   *
   * @param parent owner of the threads; close the service before it, for the goodbyes
   * @throws IOException if the address is taken; the message says what to do
   */
  public static PeerService open(
      DeviceIdentity identity, PeerSettings settings, Ports ports, Supervisor parent, Ticker ticker)
      throws IOException {
    DeviceTls tls = DeviceTls.of(identity);
    ServerSocket socket = Listener.bind(settings.listen());
    Supervisor threads = parent.child("mesh");
    Links links = new Links(identity.id(), ticker);
    Greeter greeter = new Greeter(tls, settings, ports.admission(), threads, ticker);
    Switchboard switchboard =
        new Switchboard(
            links,
            ports.admission(),
            new LinkParts(
                ports.handler(),
                settings.timing(),
                SharedMemory.of(Runtime.getRuntime().maxMemory())),
            threads,
            ticker);
    Listener listener = Listener.start(socket, greeter, switchboard, threads);
    AutoCloseable ear = ports.book().onChange(device -> rouse(switchboard, device));
    return new PeerService(
        settings,
        new Roads(ports.book(), ports.relays(), greeter, switchboard, settings.timing()),
        greeter,
        links,
        switchboard,
        threads,
        (InetSocketAddress) socket.getLocalSocketAddress(),
        List.of(listener, ear));
  }

  /** Where this device listens; the port is the real one. */
  public InetSocketAddress address() {
    return address;
  }

  /**
   * Dials {@code device} whenever there is no link to it, from now on; replaces its addresses if it
   * is known. Without addresses, it is only waited for.
   */
  public void keepInTouch(DeviceId device, List<PeerAddress> addresses) {
    Contact contact =
        switchboard.contacts().computeIfAbsent(device, id -> new Contact(id, addresses));
    contact.moveTo(addresses);
    diallers.computeIfAbsent(device, id -> startDialler(contact));
  }

  /** Stops dialling {@code device} and hangs up on it, with {@code reason} as the last words. */
  public void forget(DeviceId device, String reason) {
    switchboard.contacts().remove(device);
    Optional<SupervisedTask> dialler = Optional.ofNullable(diallers.remove(device));
    links.of(device).ifPresent(up -> up.link().close(reason));
    dialler.ifPresent(SupervisedTask::stop);
  }

  /**
   * Greets {@code from}, which asked for this device at a relay, and carries the link from then on,
   * if it is let in; else closes the line's socket.
   *
   * @throws IOException if another device is there, or none
   */
  public void accept(Line line, DeviceId from) throws IOException, InterruptedException {
    boolean connected =
        switchboard.carryAside(greeter.relayed(line, from, Greeted.Direction.ACCEPTED));
    LOG.debug("{} came over a relay; connected: {}", from, connected);
  }

  /**
   * This device's addresses changed: hangs up where a connection began at one that is gone. It
   * could only fall silent, and whom it leads to may be found anew at once.
   */
  public void moved() {
    for (PeerConnection link : links.all()) {
      if (!Reaches.isOwn(link.greeted().raw().getLocalAddress())) {
        link.abort("this device has another address now");
      }
    }
  }

  /** The link to {@code device}, if it is connected. */
  public Optional<PeerLink> link(DeviceId device) {
    return links
        .of(device)
        .map(Links.Up::link)
        .filter(PeerConnection::isOpen)
        .map(PeerLink.class::cast);
  }

  /** How everyone who is kept in touch with is doing. */
  public List<PeerState> states() {
    return switchboard.contacts().values().stream().map(this::state).toList();
  }

  /** How {@code device} is doing, if it is kept in touch with. */
  public Optional<PeerState> state(DeviceId device) {
    return Optional.ofNullable(switchboard.contacts().get(device)).map(this::state);
  }

  /** Says goodbye to everyone and stops listening and dialling. Idempotent. */
  @Override
  public void close() {
    closeables.forEach(PeerService::closeOne);
    List<Thread> goodbyes = new ArrayList<>();
    for (PeerConnection link : links.close()) {
      goodbyes.add(
          Thread.ofVirtual()
              .name("goodbye to " + link.device().shortText())
              .start(() -> goodbye(link)));
    }
    try {
      for (Thread goodbye : goodbyes) {
        goodbye.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.close();
  }

  private static void rouse(Switchboard switchboard, DeviceId device) {
    Optional.ofNullable(switchboard.contacts().get(device))
        .ifPresent(contact -> contact.wake().ring());
  }

  private SupervisedTask startDialler(Contact contact) {
    Backoff backoff = new Backoff(settings.timing(), RandomGenerator.getDefault());
    Dialler dialler = new Dialler(contact, roads, switchboard, settings.timing(), backoff);
    return threads.start(
        "dialler of " + contact.device().shortText(), Verdict.restart(), dialler::run);
  }

  private void goodbye(PeerConnection link) {
    try {
      link.close("this device stops");
      link.awaitOver(settings.timing().closeGrace());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeOne(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      // Boundary: an AutoCloseable of another's making may throw anything; the rest must close.
      LOG.warn("closing {} failed", part, e);
    }
  }

  private PeerState state(Contact contact) {
    Optional<PeerState.Session> session =
        links.of(contact.device()).filter(up -> up.link().isInUse()).map(PeerService::session);
    Contact.Outcome outcome = contact.outcome();
    boolean connected = session.isPresent();
    return new PeerState(
        contact.device(),
        session,
        outcome.refused() && !connected,
        connected ? Optional.empty() : outcome.error(),
        links.areTwins(contact.device()) ? Optional.of(TWINS) : Optional.empty());
  }

  private static PeerState.Session session(Links.Up up) {
    InetSocketAddress remote = up.link().greeted().remote();
    return new PeerState.Session(
        up.link().deviceName(),
        up.link().client(),
        remote,
        up.link().greeted().reach(),
        up.since());
  }
}
