package larder.appliance;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import larder.appliance.cli.CommandFailedException;
import larder.appliance.cli.ReadyLine;
import larder.appliance.cli.RunningBox;
import larder.appliance.cli.RunningShare;
import larder.appliance.config.Version;
import larder.appliance.event.EventLog;
import larder.appliance.library.CacheFollower;
import larder.appliance.library.Library;
import larder.appliance.library.LibraryPorts;
import larder.appliance.library.Progress;
import larder.appliance.mesh.Catalog;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.discovery.InterfaceWatch;
import larder.appliance.mesh.discovery.MdnsAnnouncer;
import larder.appliance.mesh.discovery.MdnsService;
import larder.appliance.mesh.index.Household;
import larder.appliance.mesh.index.IndexExchange;
import larder.appliance.mesh.index.MeshSources;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.queue.QueuePorts;
import larder.appliance.queue.QueueService;
import larder.appliance.queue.Wishes;
import larder.appliance.security.OneTimeTickets;
import larder.appliance.security.Pairing;
import larder.appliance.security.Scope;
import larder.appliance.security.SignedUrls;
import larder.appliance.security.Tokens;
import larder.appliance.supervise.Verdict;
import larder.appliance.web.LibraryFiles;
import larder.appliance.web.WebParts;
import larder.appliance.web.WebServer;
import larder.appliance.web.api.BoxFacts;
import larder.media.ContentId;
import larder.media.cache.EvictionGate;

/** A running box: mesh in, TV out, and the pipeline between them. */
final class Box implements RunningBox {

  private static final Set<Scope> EVERY_SCOPE = EnumSet.allOf(Scope.class);

  private final Foundation ground;
  private final ReadyLine ready;
  private final OneTimeTickets tickets;
  private final MeshNode.Connected mesh;
  private final Library library;

  private Box(Foundation ground, ReadyLine ready, OneTimeTickets tickets, Inside inside) {
    this.ground = ground;
    this.ready = ready;
    this.tickets = tickets;
    this.mesh = inside.mesh;
    this.library = inside.library;
  }

  private record Inside(MeshNode.Connected mesh, Library library) {}

  /**
   * Starts the box on {@code ground}, which it owns from now on, also if starting fails.
   *
   * @throws CommandFailedException if an address is taken or a file cannot be written; nothing is
   *     left running
   */
  static Box start(Foundation ground) throws CommandFailedException {
    boolean started = false;
    try {
      Box box = new Assembly(ground).start();
      started = true;
      return box;
    } finally {
      if (!started) {
        ground.close();
      }
    }
  }

  @Override
  public ReadyLine ready() {
    return ready;
  }

  @Override
  public Optional<URI> ticketUrl() {
    return ready.httpUrl().map(url -> URI.create(url + "/#t=" + ticket()));
  }

  /** Lets a PC in and takes its folders as stock, as if its code had been typed. */
  void admit(RunningShare share) {
    Set<FolderId> folders =
        share.folders().stream()
            .map(folder -> new FolderId(folder.id()))
            .collect(Collectors.toSet());
    DeviceId id = DeviceId.parse(share.ready().deviceId());
    mesh.mesh().approve(id, Optional.of(share.name()), share.addresses(), folders);
  }

  /** How a PC reaches this box. */
  RunningShare.BoxContact contact() {
    return new RunningShare.BoxContact(
        ready.deviceId(),
        ground.name(),
        mesh.addresses().stream().map(address -> "tcp://" + address).toList());
  }

  /** How many titles the library shows. */
  long titles() {
    return mesh.mesh().folders().stream().mapToLong(folder -> library.count(folder.id())).sum();
  }

  /** Lets whoever has it in once, with every scope. */
  String ticket() {
    return tickets.issue("A browser", EVERY_SCOPE);
  }

  @Override
  public Optional<String> awaitEnd() throws InterruptedException {
    return ground.awaitEnd();
  }

  @Override
  public void close() {
    ground.close();
  }

  /** Builds a box, from the state outwards: mesh and cache, what is wanted, who may ask, HTTP. */
  private static final class Assembly {

    private final Foundation ground;
    private final EventLog events = new EventLog(Clock.systemUTC());
    private final long startNanos = System.nanoTime();

    Assembly(Foundation ground) {
      this.ground = ground;
    }

    Box start() throws CommandFailedException {
      MeshNode node = MeshNode.open(ground);
      Wishes wishes = new Wishes(ground.database());
      LateEvictionGate gate = new LateEvictionGate();
      Pantry pantry = Pantry.open(ground, wishes::interest, gate);
      HeldInCache held = new HeldInCache(pantry.store(), pantry.timers());
      IndexExchange exchange = node.exchange(held, held);
      ground.owns(exchange.stock());
      gate.follow(exchange.stock()::announceEvicted);

      MeshSources sources = node.sources(exchange);
      WebSide web = WebSide.open(ground, pantry.store(), pantry.timers());
      Pantry.Flow flow = pantry.flow(new JoinedSources(sources, web.sources()));
      MeshNode.Connected mesh = node.connect(exchange, "larder-box");
      Catalog catalog = node.catalog();
      Library library =
          library(
              pantry,
              new LibraryPorts(
                  ground.database(),
                  catalog,
                  mesh.mesh(),
                  pantry.store(),
                  flow.prefetcher(),
                  web.shelf(),
                  events));
      ground.owns(mesh.mesh().onChange(() -> events.publish("devices", "")));
      ground.owns(exchange.news().onNews(folder -> events.publish("activity", folder.value())));
      QueueService queue = queue(pantry, flow, library);
      web.lookout().start(ground.supervisor());

      WebParts.Doors doors = doors();
      WebParts.Stock stock =
          new WebParts.Stock(
              library,
              queue,
              new Progress(ground.database(), Clock.systemUTC(), events),
              pantry.store(),
              flow.streams(),
              new LibraryFiles(library, catalog));
      new KioskToken(ground.settings().kioskTokenFile()).write(doors.tokens(), EVERY_SCOPE);
      WebServer server =
          web(mesh, new WebParts.Members(mesh.mesh(), exchange.news()), doors, stock);
      new FirstCode(doors).watch(ground.supervisor());
      dialWhenTheCacheIsKnown(exchange, mesh.mesh());
      InetSocketAddress http = announce(mesh.watch(), server);
      return new Box(ground, readyLine(http, mesh), doors.tickets(), new Inside(mesh, library));
    }

    /** A large cache takes its time to be looked through, and HTTP does not wait for it. */
    private void dialWhenTheCacheIsKnown(IndexExchange exchange, Household mesh) {
      ground
          .supervisor()
          .start(
              "dialling",
              Verdict.restart(),
              () -> {
                exchange.stock().start();
                mesh.start();
              });
    }

    private Library library(Pantry pantry, LibraryPorts ports) {
      Library library = new Library(ports);
      library.start(ground.supervisor());
      new CacheFollower(ground.database(), library, pantry.store(), events, System::nanoTime)
          .start(ground.supervisor());
      return library;
    }

    private QueueService queue(Pantry pantry, Pantry.Flow flow, Library library) {
      QueueService queue =
          new QueueService(
              new QueuePorts(ground.database(), library, pantry.store(), flow.prefetcher(), events),
              Clock.systemUTC());
      queue.start(ground.supervisor());
      return queue;
    }

    private WebParts.Doors doors() {
      SecureRandom random = new SecureRandom();
      Tokens tokens = new Tokens(ground.database(), random, Clock.systemUTC(), System::nanoTime);
      tokens.open();
      SignedUrls signedUrls = new SignedUrls(ground.database(), random, System::nanoTime);
      signedUrls.open();
      Pairing pairing = new Pairing(tokens, random, System::nanoTime, events);
      OneTimeTickets tickets = new OneTimeTickets(tokens, random, System::nanoTime);
      return new WebParts.Doors(tokens, signedUrls, pairing, tickets);
    }

    private WebServer web(
        MeshNode.Connected mesh,
        WebParts.Members members,
        WebParts.Doors doors,
        WebParts.Stock stock)
        throws CommandFailedException {
      BoxFacts facts =
          new BoxFacts(
              ground.name(),
              Version.number(),
              () -> Duration.ofNanos(System.nanoTime() - startNanos),
              mesh::port,
              this::pageUrl);
      WebParts.Listen listen =
          new WebParts.Listen(ground.settings().network().http().socketAddress(), hostNames());
      WebServer web =
          ground.owns(new WebServer(new WebParts(listen, facts, doors, members, events, stock)));
      try {
        web.start();
      } catch (IOException e) {
        throw Foundation.failed(e);
      }
      return web;
    }

    /** What browsers may call this box, beside its addresses. */
    private Set<String> hostNames() {
      String host = ground.hostName().toLowerCase(Locale.ROOT);
      String name = ground.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
      return Stream.of("larder", host, name, mdns(0).hostName())
          .flatMap(each -> Stream.of(each, each + ".local"))
          .collect(Collectors.toUnmodifiableSet());
    }

    private InetSocketAddress announce(Optional<InterfaceWatch> watch, WebServer web) {
      InetSocketAddress http =
          new InetSocketAddress(
              ground.settings().network().http().socketAddress().getAddress(), web.port());
      if (watch.isPresent()) {
        ground.owns(new MdnsAnnouncer(mdns(web.port()), watch.get(), ground.supervisor()));
        watch.get().start();
      }
      return http;
    }

    private String pageUrl(int httpPort) {
      InetSocketAddress listening =
          new InetSocketAddress(
              ground.settings().network().http().socketAddress().getAddress(), httpPort);
      return "http://" + Reachable.at(listening).getFirst();
    }

    private MdnsService mdns(int httpPort) {
      return new MdnsService(
          ground.name(),
          new InetSocketAddress(
              ground.settings().network().http().socketAddress().getAddress(), httpPort),
          ground.identity().id(),
          Version.number());
    }

    private ReadyLine readyLine(InetSocketAddress http, MeshNode.Connected mesh) {
      return new ReadyLine(
          Optional.of(pageUrl(http.getPort())),
          Optional.of(mesh.addresses().getFirst()),
          ground.identity().id().toString());
    }
  }

  /** The gate before the mesh is there: nothing is evicted that early, since nothing is fetched. */
  private static final class LateEvictionGate implements EvictionGate {

    private volatile EvictionGate gate = content -> {};

    void follow(EvictionGate real) {
      gate = real;
    }

    @Override
    public void beforeEviction(ContentId content) {
      gate.beforeEviction(content);
    }
  }
}
