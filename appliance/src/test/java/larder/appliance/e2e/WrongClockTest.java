package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import larder.appliance.testing.SyncthingPeer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A box whose wall clock is wrong, as without a battery, or jumps, as when the network sets it. */
@Tag("real")
@Timeout(180)
class WrongClockTest {

  private static final String FILM = "Dry Land (1999).mkv";
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path tmp;

  @Test
  void box_thatWakesIn1970_playsWhatItHasAndWhatThePcHas() throws Exception {
    try (TestBox box = TestBox.start(tmp);
        PcWithFilms pc = join(box)) {
      String title = box.api().title(FILM).get("id").asString();
      assertThat(head(box, title)).hasSize(1 << 20);
      BoxApi paired = box.api();
      assertThat(box.stop()).isZero();
      box.startUnder(clock(Files.writeString(tmp.resolve("clock"), "1970-01-02 00:00:00\n")));
      assertThat(box.api().get("status").get("name").asString()).isEqualTo("Living room");
      assertThat(head(box, title)).as("what is here").hasSize(1 << 20);
      box.api().await("devices", SOON, WrongClockTest::isConnected);
      assertThat(box.api().streamedSha256(title)).isEqualTo(pc.sha256(FILM));
      assertThat(paired.base()).isEqualTo(box.api().base());
    }
  }

  @Test
  void clock_thatJumpsTenYearsAndBack_costsNeitherQueueNorCacheNorTokens() throws Exception {
    try (TestBox box = TestBox.start(tmp);
        PcWithFilms pc = join(box)) {
      assertThat(box.stop()).isZero();
      Path clock = Files.writeString(tmp.resolve("clock"), "@2026-01-01 00:00:00\n");
      box.startUnder(clock(clock));
      BoxApi api = box.api();
      String title = api.title(FILM).get("id").asString();
      api.await("devices", SOON, WrongClockTest::isConnected);
      api.post("queue", Map.of("title", title));
      api.await("titles/" + title, SOON, WrongClockTest::isReady);
      for (String time : List.of("@2036-01-01 00:00:00\n", "@2026-01-01 00:00:00\n")) {
        double cpu = cpuSeconds(box);
        Files.writeString(clock, time);
        SyncthingPeer.await("an uptime", SOON, () -> uptime(api) >= 0);
        assertThat(api.get("queue").get("items")).as("queue after %s", time).hasSize(1);
        assertThat(isReady(api.get("titles/" + title))).as("cache after %s", time).isTrue();
        assertThat(isConnected(api.get("devices"))).as("link after %s", time).isTrue();
        Pause.until(Duration.ofSeconds(3), () -> false);
        System.out.printf("FIGURE clock.cpuSecondsIn3s=%.2f%n", cpuSeconds(box) - cpu);
      }
      assertThat(api.streamedSha256(title)).isEqualTo(pc.sha256(FILM));
    }
  }

  private PcWithFilms join(TestBox box) throws Exception {
    Path folder = Files.createDirectories(tmp.resolve("films"));
    FileTree.randomFile(folder.resolve(FILM), 8 << 20, 5);
    PcWithFilms pc = PcWithFilms.join(box, tmp.resolve("pc"), folder, 0);
    box.api().await("library", SOON, answer -> answer.get("items").size() == 1);
    return pc;
  }

  /** A program in front of the box: the wall clock is what the file says, and no other clock. */
  private static List<String> clock(Path file) {
    return List.of(
        "env",
        "LD_PRELOAD=" + library(),
        "FAKETIME_TIMESTAMP_FILE=" + file,
        "FAKETIME_NO_CACHE=1",
        "FAKETIME_DONT_FAKE_MONOTONIC=1");
  }

  private static String library() {
    Path folder = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
    if (Files.exists(folder)) {
      return folder.toString();
    }
    return "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1";
  }

  private static byte[] head(TestBox box, String title) throws Exception {
    HttpResponse<InputStream> answer = box.api().stream(title, "bytes=0-1048575");
    try (InputStream body = answer.body()) {
      return body.readAllBytes();
    }
  }

  private static long uptime(BoxApi api) {
    try {
      return api.get("status").get("uptimeSeconds").asLong();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isConnected(JsonNode devices) {
    return devices.get("items").get(0).get("state").asString().equals("connected");
  }

  private static boolean isReady(JsonNode title) {
    return title.get("availability").get("state").asString().equals("ready");
  }

  private static double cpuSeconds(TestBox box) throws Exception {
    String stat = Files.readString(Path.of("/proc", Long.toString(box.process().pid()), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
  }
}
