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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The disk under a running box is gone from one instant to the next, as if it was pulled or lost
 * its power, or can no longer be written, and comes back. Needs root, as the other tests with real
 * disks do.
 */
@Tag("real")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class DiskGoneTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int FILM_BYTES = 12_000_003;
  private static final int SLOW_KIB_PER_SECOND = 4_000;
  private static final String STOCKED = "First (2001).mkv";
  private static final String PLAYED = "Second (2002).mkv";

  @TempDir Path tmp;

  @Test
  void disk_goneInTheMiddleOfAFilm_filmPlaysOnAndNothingAcknowledgedIsLost() throws Exception {
    playOver("disk gone and back", LoopDisk::pull);
  }

  @Test
  void disk_readOnlyInTheMiddleOfAFilm_filmPlaysOnAndNothingAcknowledgedIsLost() throws Exception {
    playOver("disk read-only and back", LoopDisk::turnReadOnly);
  }

  /** What happens to a disk. */
  private interface Mishap {
    void befall(LoopDisk disk) throws Exception;
  }

  private void playOver(String what, Mishap mishap) throws Exception {
    FileTree.randomFile(tmp.resolve("Series").resolve(STOCKED), FILM_BYTES, 1);
    FileTree.randomFile(tmp.resolve("Series").resolve(PLAYED), FILM_BYTES, 2);
    try (LoopDisk disk = LoopDisk.mount(tmp);
        TestBox box = TestBox.start(disk.place());
        PcWithFilms pc = PcWithFilms.join(box, tmp.resolve("pc"), tmp.resolve("Series"), 0)) {
      box.api().await("library", PATIENCE, answer -> answer.get("items").size() == 2);
      String stocked = box.api().title(STOCKED).get("id").asString();
      String played = box.api().title(PLAYED).get("id").asString();
      box.api().post("queue", Map.of("title", stocked));
      box.api().await("queue", PATIENCE, DiskGoneTest::isReady);

      pc.linkSpeed(SLOW_KIB_PER_SECOND);
      BoxApi api = box.api(); // its token lies on the disk
      playThrough(api, played, Files.readAllBytes(pc.file(PLAYED)), () -> mishap.befall(disk));
      assertRefusedInWords(api, played);
      box.process().killHard();
      disk.takeOffAndPutBack();

      Homes.assertTruthAndRepair(tmp, box.home());
      box.startAgain();
      int lost = box.api().get("queue").get("items").size() == 1 ? 0 : 1;
      JsonNode title = box.api().get("titles/" + stocked);
      assertThat(title.get("availability").get("cachedBytes").asLong())
          .as("chunks that were shown as present")
          .isEqualTo(FILM_BYTES);
      assertThat(box.api().streamedSha256(stocked)).isEqualTo(pc.sha256(STOCKED));
      System.out.printf("FIGURE %s: acknowledged operations lost %d, wrong bytes 0%n", what, lost);
      assertThat(lost).isZero();
    }
  }

  /** Something that happens in the middle. */
  private interface Interlude {
    void run() throws Exception;
  }

  private static void playThrough(BoxApi api, String title, byte[] right, Interlude middle)
      throws Exception {
    HttpResponse<InputStream> film = api.stream(title, "");
    try (InputStream body = film.body()) {
      byte[] before = body.readNBytes(2_000_000);
      middle.run();
      byte[] after = body.readAllBytes();
      assertThat(before.length + after.length).as("the film plays on").isEqualTo(right.length);
      assertThat(Arrays.equals(before, 0, before.length, right, 0, before.length)).isTrue();
      assertThat(Arrays.equals(after, 0, after.length, right, before.length, right.length))
          .isTrue();
    }
  }

  /** What cannot be made durable is not acknowledged, and the answer says why. */
  private static void assertRefusedInWords(BoxApi api, String title) throws Exception {
    String progress = "{\"positionSeconds\": 7, \"watched\": false}";
    HttpResponse<String> answer =
        api.send("PUT", "/api/v1/viewers/default/progress/" + title, progress);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(500, 599);
    assertThat(answer.body()).contains("disk").doesNotContain("Exception");
  }

  private static boolean isReady(JsonNode queue) {
    return queue.get("items").get(0).get("state").asString().equals("ready");
  }
}
