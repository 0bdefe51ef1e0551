package larder.appliance.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import larder.appliance.event.EventLog;
import larder.appliance.library.Library;
import larder.appliance.library.LibraryPorts;
import larder.appliance.library.Progress;
import larder.appliance.queue.QueuePorts;
import larder.appliance.queue.QueueService;
import larder.appliance.security.OneTimeTickets;
import larder.appliance.security.Pairing;
import larder.appliance.security.Scope;
import larder.appliance.security.SignedUrls;
import larder.appliance.security.Token;
import larder.appliance.security.Tokens;
import larder.appliance.store.Database;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;
import larder.appliance.testing.NoWebTitles;
import larder.appliance.web.api.BoxFacts;
import larder.appliance.web.http.Route;
import larder.appliance.web.stream.TitleFile;
import larder.media.BlockHash;
import larder.media.Manifest;
import larder.media.TitleId;

/** A web server over real doors and fakes for the rest, on a free loopback port. */
public final class WebFixture implements AutoCloseable {

  public static final String TITLE = "title-0001";

  /** The size of the title, in no way round. */
  public static final long SIZE = 5_000_003;

  public static final Instant MODIFIED = Instant.parse("2026-11-01T10:20:30Z");

  public final FakeStreams streams = new FakeStreams();
  public final FakeMesh mesh = new FakeMesh();
  public final FakeActivity activity = new FakeActivity();
  public final EventLog events = new EventLog(Clock.systemUTC());
  public final Tokens tokens;
  public final SignedUrls signedUrls;

  /** How much later it is for signed URLs. */
  public final AtomicLong laterNanos = new AtomicLong();

  public final Pairing pairing;
  public final OneTimeTickets tickets;
  public final WebServer server;
  public final Token.Issued watcher;
  public final Token.Issued queuer;
  public final Token.Issued admin;
  private final FakeCatalog catalog = new FakeCatalog();
  private final FakeCache cache = new FakeCache();
  private final Library library;
  private final QueueService queue;
  private final Progress progress;
  private final Supervisor supervisor =
      new Supervisor("test", Ticker.system(), (task, failure) -> {});
  private final Path home;
  private final Database database;
  private final Map<TitleId, TitleFile> files = new ConcurrentHashMap<>();

  public WebFixture() throws IOException {
    home = Files.createTempDirectory("larder-web");
    database = Database.open(home, Clock.systemUTC());
    SecureRandom random = new SecureRandom();
    tokens = new Tokens(database, random, Clock.systemUTC(), System::nanoTime);
    tokens.open();
    signedUrls = new SignedUrls(database, random, () -> System.nanoTime() + laterNanos.get());
    signedUrls.open();
    pairing = new Pairing(tokens, random, System::nanoTime, events);
    tickets = new OneTimeTickets(tokens, random, System::nanoTime);
    watcher = tokens.issue("watcher", EnumSet.of(Scope.WATCH));
    queuer = tokens.issue("queuer", EnumSet.of(Scope.QUEUE));
    admin = tokens.issue("admin", EnumSet.allOf(Scope.class));
    FakePrefetching prefetching = new FakePrefetching();
    library =
        new Library(
            new LibraryPorts(
                database, catalog, mesh, cache, prefetching, new NoWebTitles(), events));
    queue =
        new QueueService(
            new QueuePorts(database, library, cache, prefetching, events), Clock.systemUTC());
    progress = new Progress(database, Clock.systemUTC(), events);
    library.start(supervisor);
    put(TITLE, SIZE, "Show.S01E01.mkv");
    server = new WebServer(parts(0));
    server.start();
  }

  public WebParts parts(int port) {
    return new WebParts(
        new WebParts.Listen(
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
            Set.of("larder.local")),
        new BoxFacts(
            "larder",
            "0.1.0",
            () -> Duration.ofSeconds(5),
            () -> 22000,
            at -> "http://192.0.2.5:" + at),
        new WebParts.Doors(tokens, signedUrls, pairing, tickets),
        new WebParts.Members(mesh, activity),
        events,
        new WebParts.Stock(
            library, queue, progress, cache, streams, id -> Optional.ofNullable(files.get(id))));
  }

  /** A token that the attached screen had in another run of the box. */
  public String kioskOfAnotherRun() {
    Tokens other = new Tokens(database, new SecureRandom(), Clock.systemUTC(), System::nanoTime);
    return other.issueForThisRun("This box's screen", EnumSet.allOf(Scope.class)).secret();
  }

  public List<Route> table() {
    return server.table();
  }

  /** The byte at a position: differs from its neighbours, so that a shift shows. */
  public static byte byteAt(long position) {
    return (byte) (position * 31 + (position >>> 8) * 7 + (position >>> 16));
  }

  public static byte[] bytes(long from, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = byteAt(from + i);
    }
    return bytes;
  }

  /** Gives a title other bytes: as many as {@code size} says, which makes it another content. */
  public void put(String id, long size, String name) {
    int chunk = Manifest.MIN_CHUNK_BYTES;
    while (size / chunk > 4_000 && chunk < Manifest.MAX_CHUNK_BYTES) {
      chunk *= 2;
    }
    byte[] hashes = new byte[(int) ((size - 1) / chunk + 1) * BlockHash.BYTES];
    Manifest manifest = new Manifest(size, chunk, hashes);
    streams.put(manifest, WebFixture::byteAt);
    files.put(new TitleId(id), new TitleFile(manifest, name, MODIFIED));
  }

  /** Waits until the library has seen the catalog, which it follows on a thread of its own. */
  public void awaitLibrary() {
    await(
        "the library knows its titles",
        Duration.ofSeconds(5),
        () -> library.count(FakeMesh.FILMS) == FakeCatalog.NAMES.size());
  }

  public int port() {
    return server.port();
  }

  public String etag(String id) {
    TitleFile file = Optional.ofNullable(files.get(new TitleId(id))).orElseThrow();
    return '"' + file.manifest().contentId().hex().substring(0, 32) + '"';
  }

  public String watching() {
    return "Authorization: Bearer " + watcher.secret();
  }

  public String administrating() {
    return "Authorization: Bearer " + admin.secret();
  }

  /** A GET of the fixture's title with a token that may watch. */
  public RawHttp.Reply get(String... headers) throws IOException {
    return stream("GET", headers);
  }

  public RawHttp.Reply stream(String method, String... headers) throws IOException {
    String[] all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = watching();
    return RawHttp.call(port(), method + " /stream/" + TITLE, all);
  }

  /** A call with every scope and, if there is one, a JSON body. */
  public RawHttp.Reply api(String method, String path, String... body) throws IOException {
    String json = String.join("", body);
    String length = "Content-Length: " + json.length();
    return RawHttp.exchange(
        port(),
        "%s /api/v1/%s HTTP/1.1\r\nHost: localhost\r\n%s\r\nContent-Type: application/json\r\n%s\r\nConnection: close\r\n\r\n%s"
            .formatted(method, path, administrating(), length, json));
  }

  /** Waits for a condition that other threads bring about. */
  public static void await(String what, Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + patience + ": " + what);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Override
  public void close() {
    server.close();
    supervisor.close();
    database.close();
    try (Stream<Path> all = Files.walk(home)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new AssertionError("cannot clean up " + home, e);
    }
  }
}
