package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A real box stocks a file from a real nginx. */
@Tag("real")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class WebTitleTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int FILE_BYTES = 40_000_003;

  @TempDir Path tmp;

  private Path root;
  private Path film;
  private TestBox box;

  @BeforeEach
  void startBox() throws Exception {
    root = Files.createDirectories(tmp.resolve("root"));
    film = root.resolve("The.Shore.S01E02.Tide.mkv");
    FileTree.randomFile(film, FILE_BYTES, 7);
    box = TestBox.start(tmp, "--allow-private-addresses");
  }

  @AfterEach
  void stopBox() {
    box.close();
  }

  private JsonNode add(Map<String, ?> body) throws Exception {
    return box.api().post("queue", body).get("items").get(0);
  }

  private JsonNode awaitState(String entry, String state) throws Exception {
    return box.api()
        .await("queue/" + entry, PATIENCE, now -> now.get("state").asString().equals(state));
  }

  @Test
  void url_queued_playsBeforeItIsCompleteSurvivesAKillAndIsTheSame() throws Exception {
    String sha256 = BoxApi.sha256(Files.newInputStream(film));
    try (Nginx nginx = Nginx.start(tmp, root, "1m")) {
      JsonNode entry =
          add(
              Map.of(
                  "url", nginx.url("The.Shore.S01E02.Tide.mkv"), "checksum", "sha-256=" + sha256));
      String title = entry.get("title").asString();
      assertThat(entry.get("name").asString()).isEqualTo("The Shore S01E02 Tide");
      box.api().await("titles/" + title, PATIENCE, WebTitleTest::hasBytes);
      assertPlays(title);
      JsonNode part = box.api().get("titles/" + title);
      assertThat(part.get("availability").get("state").asString()).isEqualTo("partial");
      assertThat(part.get("kind").asString()).isEqualTo("episode");
      box.killAndStartAgain();
      JsonNode after = box.api().get("titles/" + title);
      assertThat(cachedBytes(after)).isGreaterThanOrEqualTo(cachedBytes(part));
      awaitState(entry.get("id").asString(), "ready");
      assertThat(box.api().streamedSha256(title)).isEqualTo(sha256);
      box.api()
          .await(
              "titles/" + title,
              PATIENCE,
              now -> now.get("availability").get("state").asString().equals("ready"));
    }
    assertThat(box.log()).doesNotContain("wrong bytes").doesNotContain("SEVERE");
  }

  private static long cachedBytes(JsonNode title) {
    return title.get("availability").get("cachedBytes").asLong();
  }

  private static boolean hasBytes(JsonNode title) {
    return cachedBytes(title) > 0;
  }

  /** A range in a hole, long before the rest is here. */
  private void assertPlays(String title) throws Exception {
    int from = 30_000_000;
    HttpResponse<InputStream> answer =
        box.api().stream(title, "bytes=" + from + "-" + (from + 99_999));
    assertThat(answer.statusCode()).isEqualTo(206);
    byte[] wanted = Arrays.copyOfRange(Files.readAllBytes(film), from, from + 100_000);
    assertThat(Arrays.equals(answer.body().readAllBytes(), wanted)).isTrue();
  }

  @Test
  void url_withAnotherChecksum_failsInWordsAndIsNeverReady() throws Exception {
    try (Nginx nginx = Nginx.start(tmp, root, "0")) {
      String wrong = "sha-256=" + "0".repeat(64);
      JsonNode entry =
          add(Map.of("url", nginx.url(film.getFileName().toString()), "checksum", wrong));
      JsonNode failed = awaitState(entry.get("id").asString(), "failed");
      assertThat(failed.get("reason").asString()).contains(wrong);
      JsonNode title = box.api().get("titles/" + entry.get("title").asString());
      assertThat(title.get("availability").get("state").asString()).isEqualTo("unreachable");
      box.api().delete("queue/" + entry.get("id").asString());
    }
  }

  @Test
  void url_ofAServerThatIsAway_isKeptAndFetchedWhenItComes() throws Exception {
    Nginx away = Nginx.start(tmp, root, "0");
    String url = away.url(film.getFileName().toString());
    away.close();
    JsonNode entry = add(Map.of("url", url, "name", "The Shore S01E03"));
    assertThat(entry.get("state").asString()).isEqualTo("waiting");
    box.api()
        .await(
            "queue/" + entry.get("id").asString(),
            PATIENCE,
            now -> now.get("reason").asString("").contains("cannot be reached"));
    box.killAndStartAgain();
    assertThat(box.api().get("queue").get("items")).hasSize(1);
    try (Nginx _ = Nginx.start(tmp, root, "0", away.port())) {
      awaitState(entry.get("id").asString(), "ready");
    }
    assertThat(box.api().streamedSha256(entry.get("title").asString()))
        .isEqualTo(BoxApi.sha256(Files.newInputStream(film)));
  }

  @Test
  void url_thatMayNotBeAsked_isRefusedByItsValue() throws Exception {
    for (String bad : new String[] {"ftp://x.example/f", "http://u:p@x.example/f", "http://x:0/"}) {
      HttpResponse<String> answer =
          box.api().send("POST", "/api/v1/queue", "{\"url\": \"" + bad + "\"}");
      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(answer.body()).contains(bad);
    }
    JsonNode entry = add(Map.of("url", "http://169.254.169.254/latest/meta-data/x.mkv"));
    JsonNode failed = awaitState(entry.get("id").asString(), "failed");
    assertThat(failed.get("reason").asString()).contains("169.254.169.254");
  }
}
