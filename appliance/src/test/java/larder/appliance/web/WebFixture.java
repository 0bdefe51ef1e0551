package larder.appliance.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import larder.appliance.web.http.Caller;
import larder.appliance.web.http.Credentials;
import larder.appliance.web.http.Scope;
import larder.appliance.web.stream.TitleFile;
import larder.media.BlockHash;
import larder.media.Manifest;
import larder.media.TitleId;

/** A web server over fakes, on a free loopback port. */
public final class WebFixture implements AutoCloseable, Credentials {

  public static final String TITLE = "title-0001";

  /** The size of the title, in no way round. */
  public static final long SIZE = 5_000_003;

  public static final Instant MODIFIED = Instant.parse("2026-11-01T10:20:30Z");

  public final FakeStreams streams = new FakeStreams();
  private final Map<TitleId, TitleFile> files = new ConcurrentHashMap<>();
  public final WebServer server;

  public WebFixture() throws IOException {
    put(TITLE, SIZE, "Show.S01E01.mkv");
    server =
        new WebServer(
            new WebParts(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                Set.of("larder.local"),
                this,
                id -> Optional.ofNullable(files.get(id)),
                streams));
    server.start();
  }

  /** The byte at a position: differs from its neighbours, so that a shift shows. */
  public static byte byteAt(long position) {
    return (byte) (position * 31 + (position >>> 8) * 7 + (position >>> 16));
  }

  public TitleFile put(String id, long size, String name) {
    int chunk = Manifest.MIN_CHUNK_BYTES;
    while (size / chunk > 4000) {
      chunk *= 2;
    }
    byte[] hashes = new byte[(int) ((size - 1) / chunk + 1) * BlockHash.BYTES];
    Manifest manifest = new Manifest(size, chunk, hashes);
    streams.put(manifest, WebFixture::byteAt);
    TitleFile file = new TitleFile(manifest, name, MODIFIED);
    files.put(new TitleId(id), file);
    return file;
  }

  public int port() {
    return server.port();
  }

  public String etag(String id) {
    TitleFile file = Optional.ofNullable(files.get(new TitleId(id))).orElseThrow();
    return '"' + file.manifest().contentId().hex().substring(0, 32) + '"';
  }

  /** A GET of the fixture's title with a token that may watch. */
  public RawHttp.Reply get(String... headers) throws IOException {
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "Authorization: Bearer watch";
    return RawHttp.call(port(), "GET /stream/" + TITLE, all);
  }

  /** Waits for a condition that other threads bring about. */
  public static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 5 s: " + what);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }

  @Override
  public Optional<Caller.Holder> holder(String token) {
    return switch (token) {
      case "watch" -> Optional.of(new Caller.Holder("t1", Set.of(Scope.WATCH)));
      case "queue" -> Optional.of(new Caller.Holder("t2", Set.of(Scope.QUEUE)));
      case "admin" -> Optional.of(new Caller.Holder("t3", Set.of(Scope.values())));
      default -> Optional.empty();
    };
  }

  @Override
  public Optional<Caller.Signed> signed(String path, String expires, String signature) {
    return signature.equals("good") && expires.equals("99") && path.equals("/stream/" + TITLE)
        ? Optional.of(new Caller.Signed(Optional.of("t1")))
        : Optional.empty();
  }

  @Override
  public void close() {
    server.close();
  }
}
