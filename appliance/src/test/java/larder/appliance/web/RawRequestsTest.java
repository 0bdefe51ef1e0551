package larder.appliance.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no honest client sends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RawRequestsTest {

  private WebFixture web;

  @BeforeAll
  void open() throws IOException {
    web = new WebFixture();
  }

  @AfterEach
  void stillServes() throws IOException {
    assertThat(RawHttp.call(web.port(), "GET /healthz").status()).isEqualTo(200);
  }

  @AfterAll
  void close() {
    web.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/%252e%252e%252f",
        "/..;/x",
        "/%u002e%u002e/",
        "/..\\..\\x",
        "/stream/..%2f..%2fstate",
        "/stream/%00",
        "/stream/",
        "//etc/passwd",
        "/assets/../index.html",
        "/META-INF/larder-ui/index.html",
      })
  void path_thatLeavesItsPlace_isRefused(String path) throws IOException {
    RawHttp.Reply reply = RawHttp.call(web.port(), "GET " + path, web.administrating());

    assertThat(reply.status()).isIn(400, 404);
    assertThat(reply.text()).doesNotContain("root:", "etty", ".java", "/tmp");
  }

  @ParameterizedTest
  @CsvSource({
    "evil.example, 421",
    "larder.local.evil.example, 421",
    "10.99.99.99, 421",
    "larder.local, 200",
    "LARDER.local.:8080, 200",
    "localhost:1, 200",
    "127.0.0.1, 200",
    "[::1], 200",
  })
  void host_isCheckedAgainstOwnNames(String host, int status) throws IOException {
    assertThat(RawHttp.call(web.port(), "GET /healthz", "Host: " + host).status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:99999", "user@localhost", "[::1%25eth0]", ""})
  void host_thatIsMalformed_isRefused(String host) throws IOException {
    assertThat(RawHttp.call(web.port(), "GET /healthz", "Host: " + host).status()).isIn(400, 421);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /healthz HTTP/1.1\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        "GET /healthz HTTP/1.1\nHost: localhost\n\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: a\u0000b\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n",
        "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: +4\r\n\r\n{}{}",
        "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n",
        "GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
      })
  void request_thatIsNotHttp_is400(String request) throws IOException {
    RawHttp.Reply reply = RawHttp.exchange(web.port(), request);

    assertThat(reply.status()).isIn(400, 501);
    assertThat(reply.header("server")).isNull();
    assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
  }

  @Test
  void headers_tooLargeOrTooMany_are431() throws IOException {
    assertThat(RawHttp.call(web.port(), "GET /healthz", "X: " + "a".repeat(65_536)).status())
        .isEqualTo(431);
    assertThat(RawHttp.call(web.port(), "GET /healthz", "X: y\r\n".repeat(2_000) + "Z: z").status())
        .isEqualTo(431);
    assertThat(RawHttp.call(web.port(), "GET /" + "a".repeat(65_536)).status()).isEqualTo(414);
  }

  @Test
  void method_thatIsUnknown_isRefused() throws IOException {
    for (String method : List.of("TRACE", "get", "BREW", "OPTIONS", "DELETE")) {
      RawHttp.Reply reply = RawHttp.call(web.port(), method + " /healthz");
      assertThat(reply.status()).as(method).isIn(400, 405, 501);
      assertThat(reply.header("access-control-allow-origin")).isNull();
    }
  }

  @Test
  void forwardedAddress_isNotTrusted() throws IOException {
    assertThat(
            RawHttp.call(web.port(), "GET /api/v1/status", "X-Forwarded-For: 127.0.0.1").status())
        .isEqualTo(401);
    assertThat(
            RawHttp.call(
                    web.port(),
                    "GET /healthz",
                    "Host: evil.example",
                    "X-Forwarded-Host: localhost",
                    "Forwarded: host=localhost")
                .status())
        .isEqualTo(421);
  }

  @Test
  void lineEndsInAQuery_reachNoHeader() throws IOException {
    RawHttp.Reply reply =
        RawHttp.call(
            web.port(), "GET /api/v1/library?cursor=%0d%0aSet-Cookie:%20a=b", web.administrating());

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.header("set-cookie")).isNull();
  }

  @Test
  void body_thatIsNoPlainJson_isRefused() throws IOException {
    assertThat(post("text/plain", "{}")).isEqualTo(415);
    assertThat(post("application/x-www-form-urlencoded", "a=b")).isEqualTo(415);
    assertThat(post("application/json\r\nContent-Encoding: gzip", "{}")).isEqualTo(415);
    assertThat(post("application/json", "[".repeat(10_000))).isEqualTo(400);
    assertThat(post("application/json", "{\"ticket\":" + "1".repeat(5_000) + "}")).isEqualTo(400);
    assertThat(post("application/json", "{\"ticket\":\"a\",\"ticket\":\"b\"}")).isEqualTo(400);
    assertThat(post("application/json", "{} {}")).isEqualTo(400);
    assertThat(post("application/json", "null")).isEqualTo(400);
    assertThat(post("application/json", "")).isEqualTo(400);
  }

  @Test
  void body_thatIsAnnouncedTooLarge_isRefusedBeforeItComes() throws IOException {
    // Only its first bytes are sent: the answer does not wait for the rest, and the server hangs
    // up.
    assertThat(post("application/json", 2 << 20, "{\"ticket\":\"aaaa")).isEqualTo(413);
  }

  @Test
  void port_thatIsTaken_isNamed() throws IOException {
    try (WebServer second = new WebServer(web.parts(web.port()))) {
      assertThatThrownBy(second::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + web.port())
          .hasMessageContaining("--http");
    }
  }

  private int post(String type, String body) throws IOException {
    return post(type, body.length(), body);
  }

  private int post(String type, int announcedBytes, String body) throws IOException {
    return RawHttp.exchange(
            web.port(),
            "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                .formatted(type, announcedBytes, body))
        .status();
  }
}
