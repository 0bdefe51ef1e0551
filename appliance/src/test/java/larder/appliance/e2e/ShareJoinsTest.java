package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A PC that runs nothing but {@code larder share}, and the command line against a real box. */
@Tag("real")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ShareJoinsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int EPISODE_BYTES = 20_000_003;
  private static final String[] ODD = {"Exception", "\tat ", "SEVERE", "ERROR", "WARN"};

  @TempDir Path tmp;

  private TestBox box;
  private Path series;
  private Path home;

  @BeforeEach
  void startBox() throws Exception {
    box = TestBox.start(tmp);
    home = tmp.resolve("share-home");
    series = tmp.resolve("Series");
    for (int episode = 1; episode <= 2; episode++) {
      FileTree.randomFile(file(episode), EPISODE_BYTES, episode);
    }
  }

  @AfterEach
  void stopBox() {
    box.close();
  }

  @Test
  void share_joinedByCode_isStreamedRestartsCheaplyAndFollowsItsFolder() throws Exception {
    LarderProcess share = join(series);
    try (share) {
      awaitTitles(2);
      assertThat(box.api().streamedSha256(id("S01E01.mkv"))).isEqualTo(sha256(file(1)));
      long firstRunBytes = readBytes(share.pid());
      stopQuietly(share);

      LarderProcess again = share(share.ready().mesh(), series);
      try (again) {
        awaitTitles(2);
        awaitAvailability("S01E02.mkv", "remote");
        long secondRunBytes = readBytes(again.pid());
        assertThat(firstRunBytes - secondRunBytes)
            .as("read %d bytes, then %d", firstRunBytes, secondRunBytes)
            .isGreaterThan(2L * EPISODE_BYTES);
        assertThat(box.api().streamedSha256(id("S01E02.mkv"))).isEqualTo(sha256(file(2)));

        FileTree.randomFile(file(3), 500_000, 3);
        awaitTitles(3);
        FileTree.randomFile(file(2), 700_000, 4);
        box.api().await("titles/" + id("S01E02.mkv"), PATIENCE, t -> size(t) == 700_000);
        assertThat(box.api().streamedSha256(id("S01E02.mkv"))).isEqualTo(sha256(file(2)));
        Files.delete(file(3));
        awaitTitles(2);
        stopQuietly(again);
      }
    }
    stopQuietly(box.process());
  }

  @Test
  void folder_notNamedThisTime_isNotSharedAnyMore() throws Exception {
    Path movies = tmp.resolve("Movies");
    FileTree.randomFile(movies.resolve("Dry Land (1999).mkv"), 400_000, 9);
    String mesh;
    try (LarderProcess both = join(series, movies)) {
      awaitTitles(3);
      mesh = both.ready().mesh();
      stopQuietly(both);
    }
    try (LarderProcess one = share(mesh, series)) {
      awaitAvailability("S01E01.mkv", "remote");
      awaitAvailability("Dry Land (1999).mkv", "unreachable");
      HttpResponse<InputStream> answer = box.api().stream(id("Dry Land (1999).mkv"), "");
      try (InputStream body = answer.body()) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(body.readAllBytes()).hasSizeLessThan(400_000);
      }
      stopQuietly(one);
    }
    try (LarderProcess both = share(mesh, series, movies)) {
      awaitAvailability("Dry Land (1999).mkv", "remote");
      assertThat(box.api().streamedSha256(id("Dry Land (1999).mkv")))
          .isEqualTo(sha256(movies.resolve("Dry Land (1999).mkv")));
      stopQuietly(both);
    }
  }

  @Test
  void share_withAWrongCode_isRefusedInOneSentence() throws Exception {
    String code = code().equals("000000") ? "000001" : "000000";
    List<String> arguments = arguments("127.0.0.1:0", series);
    arguments.addAll(List.of("--box", box.api().base(), "--code", code));
    LarderRun run = LarderRun.of(tmp, Map.of(), arguments.toArray(String[]::new));
    run.failed(1, "code");
    assertThat(run.out()).doesNotContain("ready");
    assertThat(box.api().get("devices").get("items")).isEmpty();
  }

  @Test
  void commands_againstTheBox_tellAndDo() throws Exception {
    Map<String, String> mine = Map.of("XDG_CONFIG_HOME", tmp.resolve("config").toString());
    try (LarderProcess share = join(series)) {
      awaitTitles(2);
      run(mine, "pair", box.api().base(), "--code", code());
      assertThat(run(mine, "status", "--json")).contains("\"name\"", "Living room", box.id());
      assertThat(run(mine, "library")).contains("Still Water");
      assertThat(run(mine, "devices")).contains("Ben's PC");
      run(mine, "queue", "add", "Still Water S01");
      JsonNode items = box.api().get("queue").get("items");
      assertThat(items).hasSize(2);
      assertThat(run(mine, "queue")).contains("S01E01", "S01E02");
      run(mine, "queue", "rm", items.get(0).get("id").asString());
      assertThat(box.api().get("queue").get("items")).hasSize(1);
      stopQuietly(share);
    }
  }

  private String run(Map<String, String> environment, String... arguments) throws Exception {
    return LarderRun.of(tmp, environment, arguments).succeeded().out();
  }

  private LarderProcess join(Path... folders) throws Exception {
    List<String> arguments = arguments("127.0.0.1:0", folders);
    arguments.addAll(List.of("--box", box.api().base(), "--code", code()));
    return LarderProcess.start(tmp.resolve("share.log"), arguments);
  }

  private LarderProcess share(String mesh, Path... folders) throws Exception {
    return LarderProcess.start(tmp.resolve("share.log"), arguments(mesh, folders));
  }

  private List<String> arguments(String mesh, Path... folders) {
    List<String> arguments = new ArrayList<>(List.of("share"));
    List.of(folders).forEach(folder -> arguments.add(folder.toString()));
    arguments.addAll(List.of("--home", home.toString(), "--name", "Ben's PC", "--mesh", mesh));
    arguments.addAll(List.of("--discovery", "off"));
    return arguments;
  }

  private String code() throws Exception {
    return box.api().post("pairing", Map.of("open", true)).get("code").asString();
  }

  private static void stopQuietly(LarderProcess process) throws Exception {
    long startNanos = System.nanoTime();
    assertThat(process.terminate()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(5));
    assertThat(Files.readString(process.log())).doesNotContain(ODD);
  }

  /** What a process read from anywhere, by Linux's count. */
  private static long readBytes(long pid) throws Exception {
    String counts = Files.readString(Path.of("/proc", Long.toString(pid), "io"));
    return Long.parseLong(counts.lines().findFirst().orElseThrow().replaceAll("\\D", ""));
  }

  private void awaitTitles(int count) throws Exception {
    box.api().await("library", PATIENCE, answer -> answer.get("items").size() == count);
  }

  private void awaitAvailability(String file, String state) throws Exception {
    box.api()
        .await(
            "titles/" + id(file),
            PATIENCE,
            title -> title.get("availability").get("state").asString().equals(state));
  }

  private static long size(JsonNode title) {
    return title.get("sizeBytes").asLong();
  }

  private String id(String file) throws Exception {
    return box.api().title(file).get("id").asString();
  }

  private Path file(int episode) {
    return series.resolve("Still Water/Season 01/Still Water - S01E0" + episode + ".mkv");
  }

  private static String sha256(Path file) throws Exception {
    return BoxApi.sha256(Files.newInputStream(file));
  }
}
