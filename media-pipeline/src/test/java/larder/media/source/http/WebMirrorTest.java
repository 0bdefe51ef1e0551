package larder.media.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import larder.media.Fault;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.SystemTimers;
import larder.media.fake.Await;
import larder.media.source.BlockSource;
import larder.media.source.http.WebResource.Ranges;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One server's copy of a file, whatever the server does. */
final class WebMirrorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CHUNK = Manifest.MIN_CHUNK_BYTES;

  private final byte[] file = new byte[5 * CHUNK - 999];
  private final SystemTimers timers = new SystemTimers();
  private final RudeServer server = new RudeServer();
  private final Validator tag = new Validator(Validator.Kind.STRONG_TAG, "\"v1\"");
  private final BitSet held = new BitSet();
  private final List<String> changes = new CopyOnWriteArrayList<>();
  private final AtomicInteger recoveries = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();

  @AfterEach
  void stop() throws IOException {
    server.close();
    timers.close();
  }

  private WebMirror mirror(Ranges ranges) {
    new Random(5).nextBytes(file);
    WebAccess access =
        new WebAccess(
            AddressRule.PRIVATE_TOO,
            NameLookup.SYSTEM,
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            timers,
            "larder-test");
    WebUrl url = WebUrl.parse(server.url("/film.mkv"));
    Manifest manifest = new WebFile(url, file.length, CHUNK, tag, Optional.empty()).manifest();
    return new WebMirror(access, manifest, new WebCopy(url, tag, ranges), new Events());
  }

  private final class Events implements MirrorEvents {
    @Override
    public boolean isHeld(int index) {
      return held.get(index);
    }

    @Override
    public void recovered() {
      recoveries.incrementAndGet();
    }

    @Override
    public void changed(String sentence) {
      changes.add(sentence);
    }
  }

  private byte[] chunk(int index) {
    return Arrays.copyOfRange(file, index * CHUNK, Math.min(file.length, (index + 1) * CHUNK));
  }

  private static void write(OutputStream out, String head, byte[] body) throws IOException {
    out.write((head.replace("\n", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
  }

  private void servePart(List<String> request, OutputStream out) throws IOException {
    String range =
        request.stream().filter(line -> line.startsWith("Range: ")).findFirst().orElseThrow();
    String[] ends = range.substring("Range: bytes=".length()).split("-", -1);
    int first = Integer.parseInt(ends[0]);
    int last = Integer.parseInt(ends[1]);
    String head =
        "HTTP/1.1 206 Partial Content\nETag: \"v1\"\nContent-Length: %d\nContent-Range: bytes %d-%d/%d"
            .formatted(last - first + 1, first, last, file.length);
    write(out, head, Arrays.copyOfRange(file, first, last + 1));
    answered.incrementAndGet();
  }

  private void serveWhole(List<String> request, OutputStream out) throws IOException {
    write(out, "HTTP/1.1 200 OK\nETag: \"v1\"\nContent-Length: " + file.length, file);
  }

  private static Fault faultOf(BlockSource source, int index) {
    try {
      source.read(index, PATIENCE);
      return Fault.CLOSING;
    } catch (MediaException e) {
      return e.fault();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Fault faultOf(String head) {
    server.answers((request, out) -> write(out, head.replace("SIZE", "" + file.length), chunk(0)));
    try (WebMirror mirror = mirror(Ranges.ANY)) {
      return faultOf(mirror.sources().getFirst(), 0);
    }
  }

  @Test
  void chunks_areReadByRangesOverOneConnectionForEachSource() throws Exception {
    server.answers(this::servePart);
    try (WebMirror mirror = mirror(Ranges.ANY)) {
      assertThat(mirror.sources()).hasSize(WebMirror.CONNECTIONS);
      BlockSource source = mirror.sources().getFirst();
      for (int index : new int[] {4, 0, 2}) {
        assertThat(source.has(index)).isTrue();
        assertThat(source.read(index, PATIENCE).bytes()).isEqualTo(chunk(index));
      }
      assertThat(mirror.sources().get(1).read(3, PATIENCE).bytes()).isEqualTo(chunk(3));
    }
    assertThat(server.connections()).isEqualTo(2);
    assertThat(server.requests()).allMatch(request -> request.contains("If-Range: \"v1\""));
  }

  @Test
  void connection_closedWhileIdle_isOpenedAgain() throws Exception {
    server.answers(
        (request, out) -> {
          servePart(request, out);
          out.close();
        });
    try (WebMirror mirror = mirror(Ranges.ANY)) {
      BlockSource source = mirror.sources().getFirst();
      for (int index = 0; index < 4; index++) {
        assertThat(source.read(index, PATIENCE).bytes()).isEqualTo(chunk(index));
      }
    }
  }

  @Test
  void file_thatChanged_isNeverMixed() {
    String part = "HTTP/1.1 206 X\nContent-Length: 131072\nContent-Range: bytes 0-131071/";
    assertThat(faultOf(part + "SIZE\nETag: \"v2\"")).isEqualTo(Fault.CONTENT_CHANGED);
    assertThat(faultOf(part + "999999")).isEqualTo(Fault.CONTENT_CHANGED);
    assertThat(faultOf("HTTP/1.1 200 OK\nETag: \"v2\"\nContent-Length: 131072"))
        .isEqualTo(Fault.CONTENT_CHANGED);
    assertThat(faultOf("HTTP/1.1 416 X\nContent-Range: bytes */7\nContent-Length: 0"))
        .isEqualTo(Fault.CONTENT_CHANGED);
    assertThat(faultOf("HTTP/1.1 404 Not Found\nContent-Length: 0"))
        .isEqualTo(Fault.CONTENT_CHANGED);
    assertThat(changes).hasSize(5);
  }

  @Test
  void answer_thatIsNoAnswer_fails() {
    String part = "HTTP/1.1 206 X\nETag: \"v1\"\nContent-Length: 131072\n";
    for (String bad :
        List.of(
            part + "Content-Range: bytes 1-131072/SIZE",
            part + "Content-Range: bytes 0-131071/SIZE\nContent-Encoding: gzip",
            part + "X: y",
            "HTTP/1.1 206 X\nContent-Length: 5\nContent-Range: bytes 0-131071/SIZE",
            "HTTP/1.1 200 OK\nETag: \"v1\"\nContent-Length: SIZE",
            "HTTP/1.1 500 X\nContent-Length: 0",
            "HTTP/1.1 403 X\nContent-Length: 0",
            "HTTP/1.1 206 X\nTransfer-Encoding: gzip\nContent-Range: bytes 0-131071/SIZE",
            "\u0001\u0002\u0003")) {
      assertThat(faultOf(bad)).as(bad).isEqualTo(Fault.SOURCE_FAILED);
    }
    assertThat(changes).isEmpty();
  }

  @Test
  void server_thatAsksForPatience_isLeftAloneAndAskedAgain() throws Exception {
    server.says(new byte[0], "HTTP/1.1 429 X", "Retry-After: 1", "Content-Length: 0");
    try (WebMirror mirror = mirror(Ranges.ANY)) {
      BlockSource source = mirror.sources().getFirst();
      assertThat(faultOf(source, 0)).isEqualTo(Fault.NO_SOURCE);
      assertThat(mirror.sources()).noneMatch(each -> each.has(0));
      Await.until("the server may be asked again", () -> recoveries.get() == 1);
      server.answers(this::servePart);
      assertThat(source.has(0)).isTrue();
      assertThat(source.read(0, PATIENCE).bytes()).isEqualTo(chunk(0));
    }
  }

  @Test
  void server_thatStopsInTheMiddle_isDroppedAtTheDeadline() {
    server.answers(
        (request, out) ->
            write(
                out,
                "HTTP/1.1 206 X\nContent-Length: 131072\nContent-Range: bytes 0-131071/"
                    + file.length,
                new byte[1000]));
    try (WebMirror mirror = mirror(Ranges.ANY)) {
      assertThatThrownBy(() -> mirror.sources().getFirst().read(0, Duration.ofMillis(300)))
          .isInstanceOfSatisfying(
              MediaException.class, e -> assertThat(e.fault()).isEqualTo(Fault.SOURCE_TIMEOUT));
    }
  }

  @Test
  void reader_interrupted_leavesAndTheSourceStaysUsable() throws Exception {
    server.answers((request, out) -> {});
    try (WebMirror mirror = mirror(Ranges.ANY)) {
      BlockSource source = mirror.sources().getFirst();
      List<Throwable> thrown = new CopyOnWriteArrayList<>();
      Thread reader =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      source.read(0, PATIENCE);
                    } catch (MediaException | InterruptedException e) {
                      thrown.add(e);
                    }
                  });
      Await.until("the server was asked", () -> !server.requests().isEmpty());
      reader.interrupt();
      reader.join();
      assertThat(thrown).singleElement().isInstanceOf(InterruptedException.class);
      server.answers(this::servePart);
      assertThat(source.read(0, PATIENCE).bytes()).isEqualTo(chunk(0));
    }
  }

  @Test
  void redirect_thatExpired_isFollowedAnew() throws Exception {
    AtomicInteger links = new AtomicInteger();
    server.answers(
        (request, out) -> {
          String line = request.getFirst();
          if (line.startsWith("GET /film.mkv")) {
            String link = "/link" + links.incrementAndGet();
            write(out, "HTTP/1.1 302 X\nContent-Length: 0\nLocation: " + link, new byte[0]);
          } else if (line.startsWith("GET /link" + links.get() + " ")) {
            servePart(request, out);
          } else {
            write(out, "HTTP/1.1 403 Expired\nContent-Length: 0", new byte[0]);
          }
        });
    try (WebMirror mirror = mirror(Ranges.ANY)) {
      BlockSource source = mirror.sources().getFirst();
      assertThat(source.read(0, PATIENCE).bytes()).isEqualTo(chunk(0));
      assertThat(source.read(1, PATIENCE).bytes()).isEqualTo(chunk(1));
      assertThat(links).hasValue(1);
      links.set(7);
      assertThat(source.read(2, PATIENCE).bytes()).isEqualTo(chunk(2));
      assertThat(links).hasValue(8);
    }
  }

  @Test
  void server_withoutRanges_givesChunkAfterChunkAndNoOther() throws Exception {
    server.answers(this::serveWhole);
    try (WebMirror mirror = mirror(Ranges.FROM_START)) {
      BlockSource source = mirror.sources().getFirst();
      for (int index = 0; index < 3; index++) {
        assertThat(source.has(index)).isTrue();
        assertThat(source.has(index + 1)).isFalse();
        assertThat(source.read(index, PATIENCE).bytes()).isEqualTo(chunk(index));
        held.set(index);
      }
    }
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void server_withoutRanges_afterABreakIsReadFromItsStartAgain() throws Exception {
    server.answers(this::serveWhole);
    held.set(0, 3);
    try (WebMirror mirror = mirror(Ranges.FROM_START)) {
      BlockSource source = mirror.sources().getFirst();
      assertThat(source.has(0)).isFalse();
      assertThat(source.has(3)).isTrue();
      assertThat(source.read(3, PATIENCE).bytes()).isEqualTo(chunk(3));
      held.set(3, 5);
      held.clear(1);
      assertThat(source.has(1)).isTrue();
      assertThat(source.read(1, PATIENCE).bytes()).isEqualTo(chunk(1));
    }
    assertThat(server.requests()).hasSize(2);
  }
}
