package larder.appliance.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import larder.appliance.web.http.Caller;
import larder.appliance.web.http.Credentials;
import larder.appliance.web.http.FrontDoor;
import larder.appliance.web.http.Method;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.PathTemplate;
import larder.appliance.web.http.Route;
import larder.appliance.web.http.Router;
import larder.appliance.web.http.Rule;
import larder.appliance.web.http.Traffic;
import larder.appliance.web.stream.OpenStreams;
import larder.appliance.web.stream.StreamEndpoint;
import larder.appliance.web.stream.TitleFile;
import larder.media.Engine;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.SystemTimers;
import larder.media.TitleId;
import larder.media.cache.Admission;
import larder.media.cache.CacheLimits;
import larder.media.cache.DiskFiles;
import larder.media.cache.Eviction;
import larder.media.cache.FileChunkStore;
import larder.media.cache.Interest;
import larder.media.cache.Purpose;
import larder.media.cache.WatchedFirst;
import larder.media.chunk.VerifiedChunk;
import larder.media.fake.FakeDirectory;
import larder.media.fetch.ChunkRequest;
import larder.media.fetch.FetchLimits;
import larder.media.fetch.Fetcher;
import larder.media.fetch.Urgency;
import larder.media.stream.StreamSettings;
import larder.media.stream.TitleStreams;

/**
 * The box's way from cache to socket, with its real parts and nothing else: one title, open to
 * everyone, on a free loopback port.
 */
public final class StreamBox implements AutoCloseable {

  public static final String PATH = "/stream/title-0001";

  /** What may be cached: more than any test has. */
  private static final long BUDGET_BYTES = 1L << 40;

  private final Manifest manifest;
  private final SystemTimers timers = new SystemTimers();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeDirectory directory = new FakeDirectory();
  private final FileChunkStore store;
  private final Fetcher fetcher;
  private final OpenStreams streams;
  private final HttpServer server;

  /** Opens over what is in {@code home} already. */
  public StreamBox(Path home, Manifest manifest) throws IOException {
    this.manifest = manifest;
    store =
        new FileChunkStore(
            home,
            new DiskFiles(home, InstantSource.system()),
            () -> new CacheLimits(BUDGET_BYTES, 0, 0),
            new Eviction(new WatchedFirst(), id -> Interest.WANTED, id -> {}),
            timers);
    store.open();
    fetcher = new Fetcher(store, directory, FetchLimits.STANDARD, new Engine(timers, threads));
    fetcher.start();
    streams = new OpenStreams(new TitleStreams(store, fetcher, timers, patient()));
    server = new HttpServer(loopback(), frontDoor());
    server.start();
  }

  private static StreamSettings patient() {
    StreamSettings usual = StreamSettings.STANDARD;
    return new StreamSettings(
        Duration.ofSeconds(30),
        usual.provedBytes(),
        usual.leastAheadBytes(),
        usual.mostAheadBytes());
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  private FrontDoor frontDoor() {
    TitleFile file = new TitleFile(manifest, "Film.mkv", Instant.EPOCH);
    Route route =
        new Route(
            Method.GET,
            new PathTemplate("/stream/{title}"),
            new Rule.Everyone(),
            Operation.of("The title."),
            new StreamEndpoint(id -> Optional.of(file), streams));
    return new FrontDoor(new Router(List.of(route)), Set.of(), new NoCredentials(), new Traffic());
  }

  /** Puts a chunk into the cache, not synced yet. */
  public void put(VerifiedChunk chunk) throws MediaException {
    switch (store.admit(manifest, chunk.index(), Purpose.DEMAND)) {
      case Admission.Denied denied -> throw new MediaException(denied.fault(), "denied");
      case Admission.Granted granted -> {
        try (granted) {
          granted.write(chunk);
        }
      }
    }
  }

  /** Asks for a chunk as the queue does, with nobody waiting. */
  public void stock(int index) {
    ChunkRequest request = new ChunkRequest(manifest, index, new Urgency(Urgency.Kind.STOCK, 0));
    fetcher.request(request, outcome -> {});
  }

  public FileChunkStore store() {
    return store;
  }

  /** Where missing chunks come from: nowhere, until a source is put in. */
  public FakeDirectory directory() {
    return directory;
  }

  public OpenStreams streams() {
    return streams;
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    streams.close();
    server.close();
    fetcher.close();
    store.close();
    threads.close();
    timers.close();
  }

  /** Nobody has a token here. */
  private static final class NoCredentials implements Credentials {

    @Override
    public Optional<Caller.Holder> holder(String secret) {
      return Optional.empty();
    }

    @Override
    public Optional<Caller.Signed> signed(
        String purpose, TitleId title, Map<String, List<String>> parameters) {
      return Optional.empty();
    }
  }
}
