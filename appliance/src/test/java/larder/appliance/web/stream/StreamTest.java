package larder.appliance.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import larder.appliance.web.RawHttp;
import larder.appliance.web.WebFixture;
import larder.media.TitleId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTest {

  private static final Duration SOON = Duration.ofSeconds(1);

  private WebFixture web;

  @BeforeEach
  void open() throws IOException {
    web = new WebFixture();
  }

  @AfterEach
  void close() {
    web.close();
    assertThat(web.streams.open()).isZero();
  }

  @Test
  void get_withoutRange_isTheWholeFile() throws IOException {
    RawHttp.Reply reply = web.get();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-length")).isEqualTo("" + WebFixture.SIZE);
    assertThat(reply.header("content-type")).isEqualTo("video/x-matroska");
    assertThat(reply.header("accept-ranges")).isEqualTo("bytes");
    assertThat(reply.header("etag")).isEqualTo(web.etag(WebFixture.TITLE));
    assertThat(reply.header("last-modified")).isEqualTo("Sun, 01 Nov 2026 10:20:30 GMT");
    assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(reply.header("server")).isNull();
    assertThat(reply.body()).isEqualTo(WebFixture.bytes(0, (int) WebFixture.SIZE));
  }

  @Test
  void head_withAndWithoutRange_readsNothing() throws IOException {
    RawHttp.Reply plain = web.stream("HEAD");
    RawHttp.Reply ranged = web.stream("HEAD", "Range: bytes=5-9");

    assertThat(plain.status()).isEqualTo(200);
    assertThat(plain.header("content-length")).isEqualTo("" + WebFixture.SIZE);
    assertThat(ranged.header("content-length")).isEqualTo("" + WebFixture.SIZE);
    assertThat(web.streams.bytesRead()).isZero();
  }

  @Test
  void range_random_givesThoseBytes() throws IOException {
    Random random = new Random(7);
    try (RawHttp http = new RawHttp(web.port())) {
      for (int i = 0; i < 100; i++) {
        int from = random.nextInt((int) WebFixture.SIZE);
        int length = 1 + random.nextInt((int) Math.min(300_000, WebFixture.SIZE - from));
        http.send(request("Range: bytes=%d-%d".formatted(from, from + length - 1)));
        RawHttp.Reply reply = http.reply(false);
        assertThat(reply.status()).isEqualTo(206);
        assertThat(reply.header("content-range"))
            .isEqualTo("bytes %d-%d/%d".formatted(from, from + length - 1, WebFixture.SIZE));
        assertThat(reply.body()).isEqualTo(WebFixture.bytes(from, length));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "items=0-1",
        "bytes=5-2",
        "bytes=",
        "bytes=a-b",
        "bytes",
        "bytes=-",
        "bytes=1-2,x",
        "=0-1",
      })
  void range_ofAnotherUnitOrMalformed_isIgnored(String range) throws IOException {
    try (RawHttp http = new RawHttp(web.port())) {
      http.send(request("Range: " + range));
      assertThat(http.head().status()).isEqualTo(200);
    }
  }

  @Test
  void range_withHugeEnd_isClamped() throws IOException {
    RawHttp.Reply reply = web.get("Range: BYTES=4999998-18446744073709551615");

    assertThat(reply.status()).isEqualTo(206);
    assertThat(reply.header("content-range")).isEqualTo("bytes 4999998-5000002/5000003");
    assertThat(reply.body()).isEqualTo(WebFixture.bytes(4_999_998, 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=5000003-", "bytes=-0", "bytes=99999999999999999999-"})
  void range_beyondTheEnd_is416WithTheSize(String range) throws IOException {
    RawHttp.Reply reply = web.get("Range: " + range);

    assertThat(reply.status()).isEqualTo(416);
    assertThat(reply.header("content-range")).isEqualTo("bytes */5000003");
  }

  @Test
  void range_ofSuffix_givesTheTail() throws IOException {
    assertThat(web.get("Range: bytes=-7").body()).isEqualTo(WebFixture.bytes(4_999_996, 7));
  }

  @Test
  void range_ofTwoParts_isMultipartOfExactLength() throws IOException {
    RawHttp.Reply reply = web.get("Range: bytes=0-2, 100-101");

    String type = String.valueOf(reply.header("content-type"));
    assertThat(reply.status()).isEqualTo(206);
    assertThat(type).startsWith("multipart/byteranges; boundary=");
    String boundary = type.substring(type.indexOf('=') + 1);
    String part =
        "\r\n--" + boundary + "\r\nContent-Type: video/x-matroska\r\nContent-Range: bytes ";
    byte[] a = WebFixture.bytes(0, 3);
    byte[] b = WebFixture.bytes(100, 2);
    assertThat(reply.text())
        .isEqualTo(
            part
                + "0-2/5000003\r\n\r\n"
                + RawHttp.text(a)
                + part
                + "100-101/5000003\r\n\r\n"
                + RawHttp.text(b)
                + "\r\n--"
                + boundary
                + "--\r\n");
    assertThat(reply.header("content-length")).isEqualTo("" + reply.body().length);
  }

  @Test
  void range_ofTheWholeFileFourTimes_isSentOnce() throws IOException {
    RawHttp.Reply reply = web.get("Range: bytes=0-,0-,0-,0-");

    assertThat(reply.status()).isEqualTo(206);
    assertThat(reply.body()).hasSize((int) WebFixture.SIZE);
  }

  @Test
  void range_ofAThousandParts_isIgnored() throws IOException {
    StringBuilder range = new StringBuilder("Range: bytes=0-0");
    for (int i = 1; i < 1000; i++) {
      range.append(',').append(i).append('-').append(i);
    }
    try (RawHttp http = new RawHttp(web.port())) {
      http.send(request(range.toString()));
      assertThat(http.head().status()).isEqualTo(200);
    }
  }

  @Test
  void ifRange_decidesWhetherThePartFits() throws IOException {
    String etag = web.etag(WebFixture.TITLE);

    assertThat(head("If-Range: " + etag)).isEqualTo(206);
    assertThat(head("If-Range: \"other\"")).isEqualTo(200);
    assertThat(head("If-Range: W/" + etag)).isEqualTo(200);
    assertThat(head("If-Range: Sun, 01 Nov 2026 10:20:30 GMT")).isEqualTo(206);
    assertThat(head("If-Range: Sun, 01 Nov 2026 10:20:31 GMT")).isEqualTo(200);
  }

  @Test
  void conditions_onTheTag_areHeld() throws IOException {
    String etag = web.etag(WebFixture.TITLE);

    assertThat(web.get("If-None-Match: \"x\", W/" + etag).status()).isEqualTo(304);
    assertThat(web.get("If-Match: \"x\"").status()).isEqualTo(412);
    assertThat(head("If-Match: " + etag)).isEqualTo(206);
    assertThat(web.get("If-Modified-Since: Sun, 01 Nov 2026 10:20:30 GMT").status()).isEqualTo(304);
    assertThat(web.get("If-Unmodified-Since: Sun, 01 Nov 2026 10:20:29 GMT").status())
        .isEqualTo(412);
  }

  @Test
  void title_ofFourGibibytes_seeksBeyondTwo() throws IOException {
    web.put("title-huge", 4_500_000_001L, "Movie.mp4");

    RawHttp.Reply reply =
        RawHttp.call(
            web.port(),
            "GET /stream/title-huge",
            web.watching(),
            "Range: bytes=4400000000-4400000009");

    assertThat(reply.header("content-range")).isEqualTo("bytes 4400000000-4400000009/4500000001");
    assertThat(reply.body()).isEqualTo(WebFixture.bytes(4_400_000_000L, 10));
  }

  @Test
  void hole_withNobodyToFillIt_is503() throws IOException {
    web.streams.hole(0, true);

    RawHttp.Reply reply = web.get("Range: bytes=10-");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("retry-after")).isNotNull();
    assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    assertThat(reply.text()).contains("\"fault\":\"fault.noSource\"");
  }

  @Test
  void fault_inTheMiddle_breaksOffInsteadOfLying() throws IOException {
    web.streams.hole(2_000_000, true);

    RawHttp.Reply reply = web.get();

    assertThat(reply.header("content-length")).isEqualTo("" + WebFixture.SIZE);
    assertThat(reply.body()).isEqualTo(WebFixture.bytes(0, 2_000_000));
  }

  @Test
  void hole_thatIsFilledLater_goesOn() throws Exception {
    web.streams.hole(2_000_000, false);
    try (RawHttp http = new RawHttp(web.port())) {
      http.send(request("Range: bytes=1999990-2000009"));
      WebFixture.await("reads wait", SOON, () -> web.streams.waiting() == 1);
      web.streams.hole(Long.MAX_VALUE, false);
      assertThat(http.reply(false).body()).isEqualTo(WebFixture.bytes(1_999_990, 20));
    }
  }

  @Test
  void content_thatChangesMeanwhile_isNotMixedIn() throws IOException {
    String old = web.etag(WebFixture.TITLE);
    try (RawHttp http = new RawHttp(web.port())) {
      http.send(request("Range: bytes=0-"));
      RawHttp.Reply top = http.head();
      web.put(WebFixture.TITLE, 6_000_000, "Show.S01E01.mkv");
      assertThat(top.header("etag")).isEqualTo(old);
      assertThat(http.body(top).length).isEqualTo((int) WebFixture.SIZE);
    }
    assertThat(web.stream("HEAD").header("etag")).isNotEqualTo(old);
  }

  @Test
  void client_thatLeavesWhileAHoleWaits_releasesItsStream() throws Exception {
    web.streams.hole(1_000_000, false);
    RawHttp http = new RawHttp(web.port());
    http.send(request("Range: bytes=1000000-"));
    WebFixture.await("the stream opens", SOON, () -> web.streams.waiting() == 1);

    http.close();

    WebFixture.await("the stream is released", SOON, () -> web.streams.open() == 0);
  }

  @Test
  void client_thatLeavesWithoutReading_releasesItsStream() throws Exception {
    web.put("title-huge", 4_500_000_001L, "Movie.mp4");
    RawHttp http = new RawHttp(web.port());
    http.send(
        "GET /stream/title-huge HTTP/1.1\r\nHost: localhost\r\n" + web.watching() + "\r\n\r\n");
    WebFixture.await("the stream opens", SOON, () -> web.streams.open() == 1);

    http.close();

    WebFixture.await("the stream is released", SOON, () -> web.streams.open() == 0);
  }

  @Test
  void requestsSentEarly_areAnsweredInOrder() throws IOException {
    try (RawHttp http = new RawHttp(web.port())) {
      http.send(request("Range: bytes=0-9") + request("Range: bytes=10-19"));
      assertThat(http.reply(false).body()).isEqualTo(WebFixture.bytes(0, 10));
      assertThat(http.reply(false).body()).isEqualTo(WebFixture.bytes(10, 10));
    }
  }

  @Test
  void slowClients_takeFromTheSourceOnlyWhatTheyTake() throws Exception {
    web.put("title-huge", 4_500_000_001L, "Movie.mp4");
    List<RawHttp> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 64; i++) {
        RawHttp http = new RawHttp(web.port(), 8_192);
        clients.add(http);
        http.send(
            "GET /stream/title-huge HTTP/1.1\r\nHost: localhost\r\n" + web.watching() + "\r\n\r\n");
        assertThat(http.head().status()).isEqualTo(200);
      }
      assertThat(web.streams.open()).isEqualTo(64);
      assertThat(RawHttp.call(web.port(), "GET /healthz").status()).isEqualTo(200);
      long perClient = web.streams.bytesRead() / 64;
      assertThat(perClient).as("bytes read for a client that takes none").isLessThan(8 << 20);
    } finally {
      for (RawHttp http : clients) {
        http.close();
      }
    }
    WebFixture.await("all are released", SOON, () -> web.streams.open() == 0);
  }

  @Test
  void signedUrl_lasts_andOpensNothingElse() throws IOException {
    String query = web.signedUrls.query("stream", new TitleId(WebFixture.TITLE), watcher());
    String path = "GET /stream/" + WebFixture.TITLE + "?";
    web.put("title-0002", 100, "Other.mp4");

    assertThat(RawHttp.call(web.port(), path + query, "Range: bytes=0-9").status()).isEqualTo(206);
    assertThat(RawHttp.call(web.port(), "GET /stream/title-0002?" + query).status()).isEqualTo(403);
    assertThat(RawHttp.call(web.port(), path + query + "&" + query).status()).isEqualTo(403);
    assertThat(RawHttp.call(web.port(), path + query + "x").status()).isEqualTo(403);
    assertThat(RawHttp.call(web.port(), path + "expires=1&signature=").status()).isEqualTo(403);
  }

  @Test
  void signedUrl_ofATokenThatIsRevoked_losesItsStreamAndOpensNoOther() throws Exception {
    String query = web.signedUrls.query("stream", new TitleId(WebFixture.TITLE), watcher());
    String get = "GET /stream/" + WebFixture.TITLE + "?" + query;
    web.streams.hole(0, false);
    try (RawHttp http = new RawHttp(web.port())) {
      http.send(get + " HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-9\r\n\r\n");
      WebFixture.await("the stream waits", SOON, () -> web.streams.waiting() == 1);

      web.tokens.revoke(watcher());

      WebFixture.await("the stream is released", SOON, () -> web.streams.open() == 0);
      assertThat(http.reply(false).status()).isEqualTo(503);
    }
    assertThat(RawHttp.call(web.port(), get, "Range: bytes=0-9").status()).isEqualTo(403);
  }

  private String watcher() {
    return web.watcher.token().id();
  }

  @Test
  void token_thatIsRevoked_losesItsStream() throws Exception {
    web.streams.hole(0, false);
    try (RawHttp http = new RawHttp(web.port())) {
      http.send(request("Range: bytes=0-9"));
      WebFixture.await("the stream waits", SOON, () -> web.streams.waiting() == 1);

      web.tokens.revoke(web.watcher.token().id());

      WebFixture.await("the stream is released", SOON, () -> web.streams.open() == 0);
      assertThat(http.reply(false).status()).isEqualTo(503);
    }
    assertThat(web.get().status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/stream/title-9999", "/stream/x", "/stream/CON", "/stream/%F0%9F%8D%BF"})
  void title_thatIsUnknown_is404(String path) throws IOException {
    assertThat(RawHttp.call(web.port(), "GET " + path, web.watching()).status()).isEqualTo(404);
  }

  @Test
  void close_withAStreamWaiting_takesLessThanThreeSeconds() throws Exception {
    web.streams.hole(0, false);
    try (RawHttp http = new RawHttp(web.port())) {
      http.send(request("Range: bytes=0-9"));
      WebFixture.await("the stream waits", SOON, () -> web.streams.waiting() == 1);
      long from = System.nanoTime();

      web.server.close();

      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(3));
    }
  }

  private int head(String condition) throws IOException {
    try (RawHttp http = new RawHttp(web.port())) {
      http.send(request("Range: bytes=0-9\r\n" + condition));
      return http.head().status();
    }
  }

  private String request(String headers) {
    return "GET /stream/%s HTTP/1.1\r\nHost: localhost\r\n%s\r\n%s\r\n\r\n"
        .formatted(WebFixture.TITLE, web.watching(), headers);
  }
}
