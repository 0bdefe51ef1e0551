package larder.appliance.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import larder.appliance.web.RawHttp;
import larder.appliance.web.WebFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamTest {

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
    assertThat(reply.body()).isEqualTo(bytes(0, (int) WebFixture.SIZE));
  }

  @Test
  void head_ofTitle_readsNothing() throws IOException {
    RawHttp.Reply reply =
        RawHttp.call(web.port(), "HEAD /stream/" + WebFixture.TITLE, "Authorization: Bearer watch");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-length")).isEqualTo("" + WebFixture.SIZE);
    assertThat(web.streams.bytesRead()).isZero();
  }

  @Test
  void range_random_givesThoseBytes() throws IOException {
    Random random = new Random(7);
    try (RawHttp http = new RawHttp(web.port())) {
      for (int i = 0; i < 100; i++) {
        int from = random.nextInt((int) WebFixture.SIZE);
        int length = 1 + random.nextInt((int) Math.min(300_000, WebFixture.SIZE - from));
        http.send(
            "GET /stream/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer watch\r\nRange: bytes=%d-%d\r\n\r\n"
                .formatted(WebFixture.TITLE, from, from + length - 1));
        RawHttp.Reply reply = http.reply(false);
        assertThat(reply.status()).isEqualTo(206);
        assertThat(reply.header("content-range"))
            .isEqualTo("bytes %d-%d/%d".formatted(from, from + length - 1, WebFixture.SIZE));
        assertThat(reply.body()).isEqualTo(bytes(from, length));
      }
    }
  }

  @Test
  void client_thatLeavesWhileAHoleWaits_releasesItsStream() throws Exception {
    web.streams.hole(1_000_000, false);
    RawHttp http = new RawHttp(web.port());
    http.send(
        "GET /stream/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer watch\r\nRange: bytes=1000000-\r\n\r\n"
            .formatted(WebFixture.TITLE));
    WebFixture.await("the stream opens", () -> web.streams.open() == 1);

    http.close();

    WebFixture.await("the stream is released", () -> web.streams.open() == 0);
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

  static byte[] bytes(long from, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = WebFixture.byteAt(from + i);
    }
    return bytes;
  }
}
