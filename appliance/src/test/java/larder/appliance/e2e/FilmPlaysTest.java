package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The one flow that the product is: an episode on a stock PC plays on the TV before it is there,
 * survives what happens to PC and box, and ends as the same bytes.
 */
@Tag("real")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class FilmPlaysTest {

  private static final String EPISODE =
      "The Long Shelf/Season 01/The Long Shelf - S01E01 - Dust.mp4";
  private static final String NEXT = "The Long Shelf/Season 01/The Long Shelf - S01E02 - Salt.mkv";

  /**
   * Four times what the film needs: a slow link, on which the episode is far from complete in
   * seconds.
   */
  private static final int LINK_KIB_PER_SECOND = 2_500;

  private static final int UNLIMITED = 0;

  @TempDir static Path films;
  @TempDir Path tmp;

  private TestBox box;
  private PcWithFilms pc;

  @BeforeAll
  static void makeFilms() throws Exception {
    SampleVideo.make(films.resolve(EPISODE), 300, 5_000);
    SampleVideo.make(films.resolve(NEXT), 60, 1_000);
  }

  @BeforeEach
  void startHousehold() throws Exception {
    box = TestBox.start(tmp);
    Path folder = Files.createDirectories(tmp.resolve("Series"));
    for (String name : List.of(EPISODE, NEXT)) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.createLink(folder.resolve(name), films.resolve(name));
    }
    pc = PcWithFilms.join(box, tmp.resolve("pc"), folder, LINK_KIB_PER_SECOND);
    box.api().await("library", Duration.ofSeconds(30), answer -> answer.get("items").size() == 2);
  }

  @AfterEach
  void stopHousehold() {
    pc.close();
    box.close();
  }

  @Test
  void episode_playedByKeysWhileItArrives_playsSeeksIntoTheHoleAndEndsAsTheSameBytes()
      throws Exception {
    String title = box.api().title("S01E01 - Dust.mp4").get("id").asString();
    try (TvBrowser tv = TvBrowser.open(box.api().base(), box.api().token())) {
      tv.openTitle(title);
      box.api().post("queue", Map.of("title", title));
      tv.press("Enter");
      assertThat(tv.playsWithin(Duration.ofSeconds(20))).as("plays: %s", tv.playing()).isTrue();
      double cachedShare = cachedShare(title);
      assertThat(cachedShare).as("share cached when it played").isLessThan(0.10);

      long seekStart = System.nanoTime();
      tv.seekTo(0.8 * 300);
      assertThat(tv.playsWithin(Duration.ofSeconds(20))).as("goes on: %s", tv.playing()).isTrue();
      assertThat(tv.playing().seconds()).isGreaterThan(0.79 * 300);
      System.out.printf(
          "FIGURE e2e.cachedShareAtPlay=%.3f e2e.seekIntoHoleAndTwoSecondsOnMs=%d%n",
          cachedShare, (System.nanoTime() - seekStart) / 1_000_000);
      tv.screenshot(Path.of("target", "film-plays.png"));
    }
    pc.linkSpeed(UNLIMITED);
    assertThat(box.api().streamedSha256(title)).isEqualTo(pc.sha256(EPISODE));
    assertThat(pc.completionOf(box)).isEqualTo(100.0);
  }

  @Test
  void pcFrozenMidStream_readerWaitsOrIsTold_thenTheSameBytesArrive() throws Exception {
    String title = box.api().title("S01E01 - Dust.mp4").get("id").asString();
    HttpResponse<InputStream> answer = box.api().stream(title, "");
    assertThat(answer.statusCode()).isEqualTo(200);
    try (InputStream body = answer.body()) {
      assertThat(body.readNBytes(4 << 20)).hasSize(4 << 20);
      pc.linkSpeed(
          UNLIMITED); // for what comes after the freeze; the hole is far behind the read-ahead
      pc.syncthing().freeze();
    }
    HttpResponse<InputStream> hole = box.api().stream(title, "bytes=150000000-150000999");
    try (InputStream body = hole.body()) {
      assertThat(hole.statusCode()).as("a hole with nobody there").isEqualTo(503);
      assertThat(hole.headers().firstValue("Retry-After")).isPresent();
      assertThat(new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("status");
    }
    HttpResponse<InputStream> head = box.api().stream(title, "bytes=0-999999");
    try (InputStream body = head.body()) {
      assertThat(head.statusCode()).as("what is here plays on").isEqualTo(206);
      assertThat(body.readAllBytes()).hasSize(1_000_000);
    }
    pc.syncthing().thaw();
    assertThat(
            Pause.until(
                Duration.ofMinutes(1), () -> statusOf(title, "bytes=150000000-150000999") == 206))
        .as("comes back by itself")
        .isTrue();
    assertThat(box.api().streamedSha256(title)).isEqualTo(pc.sha256(EPISODE));
  }

  @Test
  void boxKilledMidFetch_startedAgain_losesNothingAcknowledgedAndFinishesTheSameBytes()
      throws Exception {
    String title = box.api().title("S01E01 - Dust.mp4").get("id").asString();
    box.api().post("queue", Map.of("title", title));
    box.api().await("queue", Duration.ofSeconds(30), answer -> bytesDone(answer) > 20_000_000);
    for (int kill = 0; kill < 3; kill++) {
      long acknowledged = cachedBytes(title);
      box.killAndStartAgain();
      assertThat(box.api().get("queue").get("items")).as("the queue survives").hasSize(1);
      assertThat(cachedBytes(title)).as("chunks survive").isGreaterThanOrEqualTo(acknowledged);
      box.api().await("queue", Duration.ofMinutes(1), answer -> bytesDone(answer) > acknowledged);
    }
    pc.linkSpeed(UNLIMITED);
    box.api().await("queue", Duration.ofMinutes(2), FilmPlaysTest::ready);
    assertThat(box.api().streamedSha256(title)).isEqualTo(pc.sha256(EPISODE));
    assertThat(pc.completionOf(box)).isEqualTo(100.0);
  }

  @Test
  void streamUrl_playedByMpvAndFfmpeg_playsToTheEnd() throws Exception {
    String title = box.api().title("S01E02 - Salt.mkv").get("id").asString();
    String url =
        box.api()
            .base()
            .concat(
                box.api()
                    .post("titles/" + title + "/playback", Map.of("profile", Map.of()))
                    .get("url")
                    .asString()
                    .replaceFirst("^https?://[^/]+", ""));
    assertThat(run("ffmpeg", "-nostdin", "-loglevel", "error", "-i", url, "-f", "null", "-"))
        .isZero();
    assertThat(
            run(
                "mpv",
                "--no-config",
                "--vo=null",
                "--ao=null",
                "--ao-null-untimed",
                "--untimed",
                url))
        .isZero();
  }

  private static int run(String... command) throws Exception {
    Process player =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(player.waitFor(120, TimeUnit.SECONDS)).as("%s ends", command[0]).isTrue();
      return player.exitValue();
    } finally {
      player.destroyForcibly();
    }
  }

  private int statusOf(String title, String range) {
    try {
      HttpResponse<InputStream> answer = box.api().stream(title, range);
      try (InputStream body = answer.body()) {
        body.readAllBytes();
      }
      return answer.statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private double cachedShare(String title) throws Exception {
    return (double) cachedBytes(title) / box.api().get("titles/" + title).get("sizeBytes").asLong();
  }

  private long cachedBytes(String title) throws Exception {
    return box.api().get("titles/" + title).get("availability").get("cachedBytes").asLong();
  }

  private static long bytesDone(JsonNode queue) {
    return queue.get("items").get(0).get("bytesDone").asLong();
  }

  private static boolean ready(JsonNode queue) {
    return queue.get("items").get(0).get("state").asString().equals("ready");
  }
}
