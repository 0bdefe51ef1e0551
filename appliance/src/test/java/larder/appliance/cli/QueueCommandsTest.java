package larder.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueCommandsTest {

  private static final String PILOT =
      "{\"id\":\"t-pilot\",\"kind\":\"episode\",\"show\":\"Some Show\",\"season\":1,"
          + "\"episodes\":[1],\"name\":\"Pilot\"}";
  private static final String SECOND =
      "{\"id\":\"t-second\",\"kind\":\"episode\",\"show\":\"Some Show\",\"season\":1,"
          + "\"episodes\":[2],\"name\":\"Second\"}";
  private static final String FILM =
      "{\"id\":\"t-film\",\"kind\":\"movie\",\"name\":\"Big Film\",\"year\":2008}";

  @TempDir private Path folder;
  private CliHarness cli;
  private StubBox box;

  @BeforeEach
  void start() throws IOException {
    box = StubBox.open();
    cli = new CliHarness(folder).with("LARDER_BOX", box.url()).with("LARDER_TOKEN", "secret");
    box.on("GET titles/t-pilot", 200, PILOT);
    box.on("GET titles/t-film", 200, FILM);
    search("Some%20Show", PILOT + "," + SECOND);
    search("show", PILOT + "," + SECOND);
    search("big%20film", FILM);
    search("pilot", PILOT);
    search("nothing", "");
    box.on("POST queue", 201, page(entry("e1", "t-pilot", "waiting", 0)));
  }

  @AfterEach
  void stop() {
    box.close();
  }

  private void search(String words, String items) {
    box.on(
        "GET library?limit=500&query=" + words, 200, "{\"items\":[" + items + "],\"next\":null}");
  }

  private static String entry(String id, String title, String state, long done) {
    return "{\"id\":\"%s\",\"title\":\"%s\",\"state\":\"%s\",\"position\":1,\"bytesDone\":%d,"
            .formatted(id, title, state, done)
        + "\"bytesTotal\":2000,\"readyInSeconds\":180,\"reason\":null}";
  }

  private static String page(String... entries) {
    return "{\"items\":[" + String.join(",", entries) + "],\"next\":null}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t-pilot|{\"title\":\"t-pilot\"}",
        "pilot|{\"title\":\"t-pilot\"}",
        "big film|{\"title\":\"t-film\"}",
        "Some Show|{\"show\":\"Some Show\"}",
        "Some Show S01|{\"show\":\"Some Show\",\"season\":1}",
        "Some Show s1e2|{\"title\":\"t-second\"}",
        "https://example.org/a.mp4|{\"url\":\"https://example.org/a.mp4\"}",
      })
  void add_wish_becomesOneRequest(String wish, String request) {
    assertThat(cli.run("queue", "add", wish)).isZero();
    String body =
        box.asked().contains("POST queue") ? box.lastBody("POST queue") : "nothing was added";
    assertThat(BoxClient.JSON.readTree(body)).isEqualTo(BoxClient.JSON.readTree(request));
    assertThat(cli.out()).isEqualTo("queued  Some Show S01E01 · Pilot\n");
  }

  @Test
  void add_severalFit_listsThemAndAddsNothing() {
    assertThat(cli.run("queue", "add", "pilot", "show")).isEqualTo(1);
    assertThat(cli.err())
        .isEqualTo(
            """
            larder: "show" fits 2 titles. Say more, a whole show's name, or an id:
              t-pilot  Some Show S01E01 · Pilot
              t-second  Some Show S01E02 · Second
            """);
    assertThat(box.asked()).doesNotContain("POST queue");
  }

  @Test
  void add_nothingFits_saysSo() {
    assertThat(cli.run("queue", "add", "nothing")).isEqualTo(1);
    assertThat(cli.err()).contains("Nothing in the library matches \"nothing\"");
  }

  @Test
  void add_onTerminal_followsUntilReady() {
    box.on("GET queue", 200, page(entry("e1", "t-pilot", "fetching", 500)));
    box.on("GET queue", 200, page(entry("e1", "t-pilot", "fetching", 1000)));
    box.on("GET queue", 200, page(entry("e1", "t-pilot", "ready", 2000)));
    assertThat(cli.onTerminal(80).run("queue", "add", "pilot")).isZero();
    assertThat(cli.out())
        .isEqualTo("queued  Some Show S01E01 · Pilot\nready  Some Show S01E01 · Pilot\n");
    assertThat(cli.err()).contains("25 %  500 B of 2.0 kB").contains("50 %").contains("500 B/s");
  }

  @Test
  void watch_oneFails_saysWhyAndFails() {
    box.on(
        "GET queue",
        200,
        page(entry("e1", "t-pilot", "failed", 0).replace("null", "\"the PC is gone\"")));
    assertThat(cli.run("queue", "--watch")).isEqualTo(1);
    assertThat(cli.out()).isEqualTo("failed  Some Show S01E01 · Pilot: the PC is gone\n");
  }

  @Test
  void watch_withJson_isWrongUsage() {
    assertThat(cli.run("queue", "--watch", "--json")).isEqualTo(2);
  }

  @Test
  void list_plain_showsEnoughOfEachId() {
    box.on(
        "GET queue",
        200,
        page(
            entry("aaaaaaaaaa11", "t-pilot", "fetching", 500),
            entry("aaaaaaaaaa22", "t-film", "waiting", 0)));
    assertThat(cli.run("queue")).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            POS  ID           TITLE                     STATE     DONE  SIZE    LEFT
            1    aaaaaaaaaa1  Some Show S01E01 · Pilot  fetching  25 %  2.0 kB  3 min
            1    aaaaaaaaaa2  Big Film (2008)           waiting   0 %   2.0 kB  3 min
            """);
  }

  @Test
  void list_json_isPassedThrough() {
    String entry = entry("e1", "t-pilot", "fetching", 500);
    box.on("GET queue", 200, page(entry));
    assertThat(cli.run("queue", "--json")).isZero();
    assertThat(cli.out()).isEqualTo(page(entry) + "\n");
  }

  @Test
  void rm_oneUnknown_removesNothing() {
    box.on("GET queue", 200, page(entry("e1", "t-pilot", "waiting", 0)));
    assertThat(cli.run("queue", "rm", "e1", "zz")).isEqualTo(1);
    assertThat(cli.err()).contains("There is no entry zz");
    assertThat(box.asked()).allMatch(call -> call.startsWith("GET"));
  }

  @Test
  void rm_beginningOfId_isEnough() {
    box.on("GET queue", 200, page(entry("e1abc", "t-pilot", "waiting", 0)));
    box.on("DELETE queue/e1abc", 204, "");
    assertThat(cli.run("queue", "rm", "e1")).isZero();
    assertThat(cli.out()).isEqualTo("removed  Some Show S01E01 · Pilot\n");
  }

  @Test
  void move_toPosition_isPatched() {
    box.on("GET queue", 200, page(entry("e1", "t-pilot", "waiting", 0)));
    box.on("PATCH queue/e1", 200, "{}");
    assertThat(cli.run("queue", "move", "e1", "3")).isZero();
    assertThat(box.lastBody("PATCH queue/e1")).isEqualTo("{\"position\":3}");
  }

  @Test
  void keep_entryOrTitle_marksTheTitle() {
    box.on("GET queue", 200, page(entry("e1", "t-pilot", "waiting", 0)));
    box.on("PATCH titles/t-pilot", 200, "{}");
    box.on("PATCH titles/t-film", 200, "{}");
    assertThat(cli.run("queue", "keep", "e1")).isZero();
    assertThat(box.lastBody("PATCH titles/t-pilot")).isEqualTo("{\"keep\":true}");
    assertThat(cli.run("queue", "keep", "t-film")).isZero();
    assertThat(box.asked()).contains("PATCH titles/t-film");
  }
}
