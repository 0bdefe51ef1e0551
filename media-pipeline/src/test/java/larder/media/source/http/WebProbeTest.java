package larder.media.source.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import larder.media.SystemTimers;
import larder.media.source.http.WebResource.Ranges;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a stranger's answers are taken for. */
final class WebProbeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SystemTimers timers = new SystemTimers();
  private final RudeServer server = new RudeServer();

  @AfterEach
  void stop() throws IOException {
    server.close();
    timers.close();
  }

  private WebAccess access(AddressRule rule, NameLookup names) {
    return new WebAccess(
        rule, names, (SSLSocketFactory) SSLSocketFactory.getDefault(), timers, "larder-test");
  }

  private ProbeOutcome probe(String url) throws InterruptedException {
    return new WebProbe(access(AddressRule.PRIVATE_TOO, NameLookup.SYSTEM))
        .probe(WebUrl.parse(url), PATIENCE);
  }

  private WebResource found(String... head) throws InterruptedException {
    server.says(new byte[1], head);
    return ((ProbeOutcome.Found) probe(server.url("/d/Film.mkv?x"))).resource();
  }

  private String refused(String... head) throws InterruptedException {
    server.says(new byte[1], head);
    return ((ProbeOutcome.Refused) probe(server.url("/f"))).sentence();
  }

  private static String[] part(String... more) {
    String[] head = {
      "HTTP/1.1 206 Partial Content", "Content-Length: 1", "Content-Range: bytes 0-0/5000000000"
    };
    String[] all = java.util.Arrays.copyOf(head, head.length + more.length);
    System.arraycopy(more, 0, all, head.length, more.length);
    return all;
  }

  @Test
  void server_withRanges_tellsAllInOneRequest() throws InterruptedException {
    WebResource resource =
        found(
            part(
                "ETag: \"v1\"",
                "Last-Modified: Wed, 25 Nov 2026 23:11:17 GMT",
                "Content-Type: Video/X-Matroska; q=1",
                "Content-Disposition: attachment; filename=\"../The Shore S01E02.mkv\"",
                "Repr-Digest: md5=:AAAA:, sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"));
    assertThat(resource.sizeBytes()).isEqualTo(5_000_000_000L);
    assertThat(resource.ranges()).isEqualTo(Ranges.ANY);
    assertThat(resource.validator()).isEqualTo(new Validator(Validator.Kind.STRONG_TAG, "\"v1\""));
    assertThat(resource.fileName()).contains("The Shore S01E02.mkv");
    assertThat(resource.mediaType()).contains("video/x-matroska");
    assertThat(resource.checksum())
        .contains(
            Checksum.parse(
                "sha-256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    assertThat(server.requests()).hasSize(1);
    assertThat(server.requests().getFirst())
        .contains("GET /d/Film.mkv?x HTTP/1.1", "Range: bytes=0-0", "Accept-Encoding: identity");
  }

  @Test
  void server_withoutRanges_isTakenFromItsStart() throws InterruptedException {
    WebResource resource = found("HTTP/1.1 200 OK", "Content-Length: 77", "ETag: W/\"w\"");
    assertThat(resource.ranges()).isEqualTo(Ranges.FROM_START);
    assertThat(resource.sizeBytes()).isEqualTo(77);
    assertThat(resource.validator().kind()).isEqualTo(Validator.Kind.WEAK_TAG);
    assertThat(resource.fileName()).contains("Film.mkv");
  }

  @Test
  void server_thatTellsNoVersion_isTakenByTheSize() throws InterruptedException {
    assertThat(found(part("ETag: broken")).validator().kind()).isEqualTo(Validator.Kind.NONE);
    assertThat(found(part("Last-Modified: Wed, 25 Nov 2026 23:11:17 GMT")).validator().kind())
        .isEqualTo(Validator.Kind.MODIFIED);
  }

  @Test
  void answer_thatIsNoFile_isRefusedInWords() throws InterruptedException {
    Map<String, String[]> answers =
        Map.of(
            "does not say how large",
            new String[] {"HTTP/1.1 200 OK", "Transfer-Encoding: chunked"},
            "no such file (404)",
            new String[] {"HTTP/1.1 404 Not Found", "Content-Length: 0"},
            "wants to know who asks (401)",
            new String[] {"HTTP/1.1 401 Unauthorized", "Content-Length: 0"},
            "empty file",
            new String[] {"HTTP/1.1 200 OK", "Content-Length: 0"},
            "sends the file packed (gzip)",
            part("Content-Encoding: gzip"),
            "a page and no video (text/html)",
            part("Content-Type: text/html; charset=utf-8"));
    for (Map.Entry<String, String[]> answer : answers.entrySet()) {
      assertThat(refused(answer.getValue())).contains(answer.getKey());
    }
    assertThat(refused("HTTP/1.1 206 Partial Content", "Content-Range: bytes 0-0/*"))
        .contains("does not say how large");
    assertThat(refused("HTTP/1.1 206 X", "Content-Range: bytes 0-0/99999999999999999"))
        .contains("99999999999999999");
  }

  @Test
  void server_thatIsBusyOrGone_isAskedLater() throws InterruptedException {
    server.says(new byte[0], "HTTP/1.1 503 Busy", "Retry-After: 7", "Content-Length: 0");
    assertThat(probe(server.url("/f")))
        .isEqualTo(
            new ProbeOutcome.Later(
                "The server 127.0.0.1 answers 503", Optional.of(Duration.ofSeconds(7))));
    server.says(new byte[0], "HTTP/1.1 nonsense");
    assertThat(probe(server.url("/f"))).isInstanceOf(ProbeOutcome.Later.class);
    server.answers((request, out) -> out.close());
    assertThat(probe(server.url("/f"))).isInstanceOf(ProbeOutcome.Later.class);
    assertThat(probe("http://127.0.0.1:1/f")).isInstanceOf(ProbeOutcome.Later.class);
    NameLookup nobody =
        host -> {
          throw new java.net.UnknownHostException(host);
        };
    assertThat(
            new WebProbe(access(AddressRule.PUBLIC_ONLY, nobody))
                .probe(WebUrl.parse("http://nowhere.example/"), PATIENCE))
        .isInstanceOf(ProbeOutcome.Later.class);
  }

  @Test
  void server_thatNamesADate_isAskedLaterByItsOwnClock() throws InterruptedException {
    String date = "Date: Fri, 31 Dec 1999 23:59:00 GMT";
    assertThat(waitAfter("Retry-After: Sat, 01 Jan 2000 00:01:30 GMT", date))
        .contains(Duration.ofSeconds(150));
    assertThat(waitAfter("Retry-After: Sun, 02 Jan 2000 00:00:00 GMT", date))
        .as("at most an hour")
        .contains(Duration.ofHours(1));
    assertThat(waitAfter("Retry-After: Fri, 31 Dec 1999 23:58:59 GMT", date)).isEmpty();
    assertThat(waitAfter("Retry-After: Sat, 01 Jan 2000 00:01:30 GMT")).isEmpty();
    assertThat(waitAfter("Retry-After: Sat, 41 Jan 2000 00:01:30 GMT", date)).isEmpty();
    assertThat(waitAfter("Retry-After: -5", date)).isEmpty();
  }

  private Optional<Duration> waitAfter(String... headers) throws InterruptedException {
    String[] head = new String[headers.length + 2];
    head[0] = "HTTP/1.1 503 Busy";
    head[1] = "Content-Length: 0";
    System.arraycopy(headers, 0, head, 2, headers.length);
    server.says(new byte[0], head);
    return switch (probe(server.url("/f"))) {
      case ProbeOutcome.Later later -> later.retryAfter();
      case ProbeOutcome other -> throw new AssertionError("not later: " + other);
    };
  }

  @Test
  void server_thatSaysNothing_isGivenUpAtTheDeadline() throws InterruptedException {
    server.answers((request, out) -> {});
    ProbeOutcome outcome =
        new WebProbe(access(AddressRule.PRIVATE_TOO, NameLookup.SYSTEM))
            .probe(WebUrl.parse(server.url("/f")), Duration.ofMillis(200));
    assertThat(((ProbeOutcome.Later) outcome).sentence()).contains("in time");
  }

  @Test
  void server_thatWritesHeadersForEver_isGivenUp() throws InterruptedException {
    server.answers(
        (request, out) -> {
          out.write("HTTP/1.1 200 OK\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
          while (true) {
            out.write("X: y\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
          }
        });
    assertThat(probe(server.url("/f"))).isInstanceOf(ProbeOutcome.Later.class);
  }

  @Test
  void redirect_isFollowedAFewTimes() throws InterruptedException {
    server.answers(
        (request, out) -> {
          boolean last = request.getFirst().contains("/b/Real.mkv");
          String answer =
              last
                  ? String.join("\r\n", part()) + "\r\n\r\nx"
                  : "HTTP/1.1 302 Found\r\nLocation: b/Real.mkv\r\nContent-Length: 0\r\n\r\n";
          out.write(answer.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        });
    WebResource resource = ((ProbeOutcome.Found) probe(server.url("/a"))).resource();
    assertThat(resource.fileName()).contains("Real.mkv");
  }

  @Test
  void redirect_inCirclesOrInside_isRefused() throws InterruptedException {
    server.says(new byte[0], "HTTP/1.1 302 Found", "Location: /f", "Content-Length: 0");
    assertThat(probe(server.url("/f"))).isInstanceOf(ProbeOutcome.Refused.class);
    server.says(
        new byte[0],
        "HTTP/1.1 302 Found",
        "Location: http://169.254.169.254/",
        "Content-Length: 0");
    assertThat(((ProbeOutcome.Refused) probe(server.url("/f"))).sentence())
        .contains("169.254.169.254");
    server.says(
        new byte[0], "HTTP/1.1 302 Found", "Location: file:///etc/passwd", "Content-Length: 0");
    assertThat(probe(server.url("/f"))).isInstanceOf(ProbeOutcome.Refused.class);
  }

  @Test
  void name_thatPointsInsideIfOnlyInPart_isNotConnectedTo() throws InterruptedException {
    NameLookup both =
        host -> List.of(InetAddress.ofLiteral("1.1.1.1"), InetAddress.ofLiteral("127.0.0.1"));
    ProbeOutcome outcome =
        new WebProbe(access(AddressRule.PUBLIC_ONLY, both))
            .probe(WebUrl.parse("http://film.example/"), PATIENCE);
    assertThat(((ProbeOutcome.Refused) outcome).sentence()).contains("127.0.0.1");
    assertThat(server.connections()).isZero();
  }

  @Test
  void name_isResolvedOnceAndItsAddressConnectedTo() throws InterruptedException {
    server.says(new byte[1], part());
    List<String> asked = new java.util.concurrent.CopyOnWriteArrayList<>();
    NameLookup names =
        host -> {
          asked.add(host);
          return List.of(InetAddress.ofLiteral("127.0.0.1"));
        };
    String url = server.url("/f").replace("127.0.0.1", "film.example");
    ProbeOutcome outcome =
        new WebProbe(access(AddressRule.PRIVATE_TOO, names)).probe(WebUrl.parse(url), PATIENCE);
    assertThat(outcome).isInstanceOf(ProbeOutcome.Found.class);
    assertThat(asked).containsExactly("film.example");
    assertThat(server.requests().getFirst())
        .anyMatch(line -> line.startsWith("Host: film.example:"));
  }
}
