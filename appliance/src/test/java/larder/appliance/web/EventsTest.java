package larder.appliance.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsTest {

  private WebFixture web;

  @BeforeEach
  void open() throws IOException {
    web = new WebFixture();
    web.awaitLibrary();
  }

  @AfterEach
  void close() {
    web.close();
  }

  @Test
  void event_arrivesWithItsIdAndSubject() throws IOException {
    try (RawHttp http = new RawHttp(web.port())) {
      BufferedReader lines = listen(http, "");
      readTo(lines, "id: ");

      web.events.publish("devices", "abc");

      assertThat(readTo(lines, "event: ")).isEqualTo("event: devices");
      assertThat(readTo(lines, "id: ")).isEqualTo("id: " + web.events.latestId());
      assertThat(readTo(lines, "data: ")).contains("\"topic\":\"devices\"", "\"subject\":\"abc\"");
    }
  }

  @Test
  void listener_thatComesBack_getsWhatItMissed() throws IOException {
    long before = web.events.latestId();
    web.events.publish("queue", "1");
    try (RawHttp http = new RawHttp(web.port())) {
      BufferedReader lines = listen(http, "Last-Event-ID: " + before + "\r\n");
      assertThat(readTo(lines, "event: ")).isEqualTo("event: queue");
    }
  }

  @Test
  void listener_withAnIdOfAnotherTime_isReset() throws IOException {
    try (RawHttp http = new RawHttp(web.port())) {
      BufferedReader lines = listen(http, "Last-Event-ID: 7\r\n");
      assertThat(readTo(lines, "event: ")).isEqualTo("event: reset");
    }
  }

  @Test
  void listeners_aboveTheLimit_areToldToWait() throws Exception {
    java.util.List<RawHttp> all = new java.util.ArrayList<>();
    try {
      for (int i = 0; i < 64; i++) {
        RawHttp http = new RawHttp(web.port());
        all.add(http);
        readTo(listen(http, ""), "retry: ");
      }
      assertThat(RawHttp.call(web.port(), "GET /api/v1/events", web.watching()).status())
          .isEqualTo(503);
      all.removeLast().close();
      WebFixture.await(
          "the place of one that left is free", Duration.ofSeconds(1), () -> metric() == 63);
    } finally {
      for (RawHttp http : all) {
        http.close();
      }
    }
  }

  @Test
  void close_endsListenersProperlyAndSoon() throws IOException {
    try (RawHttp http = new RawHttp(web.port())) {
      BufferedReader lines = listen(http, "");
      readTo(lines, "id: ");
      long from = System.nanoTime();

      web.server.close();

      assertThat(lines.lines().toList()).last().isEqualTo("");
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(3));
    }
  }

  private int metric() {
    try {
      String text = RawHttp.call(web.port(), "GET /metrics").text();
      return Integer.parseInt(text.replaceAll("(?s).*\nlarder_listeners_open (\\d+)\n.*", "$1"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private BufferedReader listen(RawHttp http, String headers) throws IOException {
    http.send(
        "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n%s\r\n%s\r\n"
            .formatted(web.watching(), headers));
    return new BufferedReader(new InputStreamReader(http.socket().getInputStream(), UTF_8));
  }

  private static String readTo(BufferedReader lines, String start) throws IOException {
    String line;
    while ((line = lines.readLine()) != null) {
      if (line.startsWith(start)) {
        return line;
      }
    }
    throw new AssertionError("the stream ended before " + start);
  }
}
