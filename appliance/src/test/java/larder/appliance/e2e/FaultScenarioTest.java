package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A whole box queues, fetches and plays while its system calls fail, its card is slow or its memory
 * is short. What it acknowledged is there after it was killed and started again, and every byte
 * that it served is right. Needs root, as the other tests with real disks do.
 */
@Tag("real")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FaultScenarioTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int FILM_BYTES = 6_000_003;
  private static final int FILMS = 40;
  private static final String CALLS =
      "trace=fsync,fdatasync,pwrite64,write,rename,renameat2,openat,ftruncate";

  @TempDir Path tmp;

  private TestBox box;
  private PcWithFilms pc;
  private int nextFilm = 1;

  @BeforeEach
  void startHousehold() throws Exception {
    int films = Boolean.getBoolean("larder.long") ? FILMS : 6;
    for (int film = 1; film <= films; film++) {
      FileTree.randomFile(tmp.resolve("Series").resolve(name(film)), FILM_BYTES, film);
    }
    box = TestBox.start(tmp);
    pc = PcWithFilms.join(box, tmp.resolve("pc"), tmp.resolve("Series"), 0);
    box.api().await("library", PATIENCE, answer -> answer.get("items").size() == films);
  }

  @AfterEach
  void stopHousehold() {
    pc.close();
    box.close();
  }

  private static String name(int film) {
    return "Film %d (2001).mkv".formatted(film);
  }

  private static List<String> tracer(Path log, String injection) {
    return List.of(
        "strace",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-o",
        log.toString(),
        "-e",
        CALLS,
        "-e",
        "inject=" + injection);
  }

  private List<String> tracing(String injection) {
    return tracer(tmp.resolve("strace.log"), injection);
  }

  @Test
  void calls_failing_loseNothingAcknowledgedAndServeNoWrongByte() throws Exception {
    List<String> faults =
        new ArrayList<>(
            List.of(
                "fsync,fdatasync:error=EIO:when=4",
                "fsync,fdatasync:error=EIO:when=12+",
                "pwrite64:error=ENOSPC:when=40+"));
    if (Boolean.getBoolean("larder.long")) {
      for (int nth : List.of(1, 2, 5, 9, 20)) {
        faults.add("fsync,fdatasync:error=EIO:when=" + nth);
        faults.add("pwrite64:error=EIO:when=" + nth * 4);
        faults.add("pwrite64:error=ENOSPC:when=" + nth * 4 + "+");
        faults.add("rename,renameat2:error=EIO:when=" + nth);
        faults.add("rename,renameat2:error=ENOSPC:when=" + nth + "+");
        faults.add("openat:error=EIO:when=" + (1_000 + nth * 20));
      }
    }
    Tally sum = new Tally(0, 0, 0, 0);
    for (String fault : faults) {
      sum = sum.plus(round(tracing(fault), fault));
    }
    sum.assertNothingLost(
        "failing calls, %d kinds, %d failed".formatted(faults.size(), sum.injected()));
    assertThat(sum.injected()).isPositive();
  }

  /** The kernel writes up to a file's largest size, and no further: in the middle of a chunk. */
  @Test
  void writes_cutShort_playsAndLosesNothing() throws Exception {
    List<String> limit = List.of("prlimit", "--fsize=" + FILM_BYTES / 2);
    round(limit, "short writes").assertNothingLost("short writes");
    assertThat(box.log()).as("a write met the limit").contains("File too large");
  }

  @Test
  void card_slow_playsAndLosesNothing() throws Exception {
    String slow = "fsync,fdatasync:delay_enter=300000";
    round(tracing(slow), slow).assertNothingLost("slow card, 300 ms a sync");
  }

  @Test
  void memory_limitedTo512MiB_playsAndLosesNothing() throws Exception {
    Path group = Path.of("/sys/fs/cgroup/memory/larder-test-" + ProcessHandle.current().pid());
    assertThat(Files.isDirectory(Path.of("/sys/fs/cgroup/memory")))
        .as("cgroup v1 with the memory controller at /sys/fs/cgroup/memory")
        .isTrue();
    Files.createDirectory(group);
    try {
      Files.writeString(group.resolve("memory.limit_in_bytes"), "512M");
      String enter = "echo $$ > " + group.resolve("cgroup.procs") + " && exec \"$@\"";
      Tally tally = round(List.of("sh", "-c", enter, "sh"), "512 MiB");
      long most =
          Long.parseLong(Files.readString(group.resolve("memory.max_usage_in_bytes")).strip());
      tally.assertNothingLost("512 MiB of memory, " + (most >> 20) + " MiB used");
      assertThat(Files.readString(group.resolve("memory.oom_control"))).contains("oom_kill 0");
    } finally {
      box.process().killHard();
      assertThat(Pause.until(PATIENCE, () -> group.toFile().delete())).isTrue();
    }
  }

  /** The whole scenario under one fault, then a kill, a check of the home, and a sound start. */
  private Tally round(List<String> runner, String what) throws Exception {
    box.process().killHard();
    box.startUnder(runner);
    String film = name(nextFilm++);
    List<String> acknowledged = new ArrayList<>();
    int wrong = 0;
    JsonNode title = box.api().title(film);
    String id = title.get("id").asString();
    if (accepted("POST", "/api/v1/queue", "{\"title\": \"" + id + "\"}")) {
      acknowledged.add("queue " + id);
    }
    wrong += streamed(id, film);
    String progress = "{\"positionSeconds\": 77, \"watched\": false}";
    if (accepted("PUT", "/api/v1/viewers/default/progress/" + id, progress)) {
      acknowledged.add("progress " + id);
    }
    if (accepted("PATCH", "/api/v1/titles/" + id, "{\"keep\": true}")) {
      acknowledged.add("keep " + id);
    }
    box.process().killHard();
    int injected = injected();
    Homes.assertTruthAndRepair(tmp, box.home());
    box.startAgain();
    int lost = (int) acknowledged.stream().filter(one -> !isThere(one)).count();
    box.api().await("library", PATIENCE, answer -> !answer.get("items").isEmpty());
    assertThat(box.api().streamedSha256(id)).as(what).isEqualTo(pc.sha256(film));
    assertThat(lost).as("%s: lost of %s", what, acknowledged).isZero();
    return new Tally(acknowledged.size(), lost, wrong, injected);
  }

  private int injected() throws Exception {
    Path log = tmp.resolve("strace.log");
    if (!Files.exists(log)) {
      return 0;
    }
    String calls = Files.readString(log, StandardCharsets.ISO_8859_1);
    Files.delete(log);
    return calls.split("\\(INJECTED\\)", -1).length - 1;
  }

  private boolean accepted(String method, String path, String body) throws Exception {
    int status = box.api().send(method, path, body).statusCode();
    assertThat(status).as("%s %s", method, path).isNotIn(400, 401, 403, 404, 405, 415);
    return status / 100 == 2;
  }

  /** Plays all of it. @return 1 if a byte was wrong; a stream that breaks off is none */
  private int streamed(String id, String film) throws Exception {
    byte[] right = Files.readAllBytes(pc.file(film));
    HttpResponse<InputStream> answer = box.api().stream(id, "");
    assertThat(answer.statusCode()).as("playback goes on").isEqualTo(200);
    byte[] got;
    try (InputStream body = answer.body()) {
      got = body.readAllBytes();
    }
    assertThat(got.length).as("playback goes on to the end").isEqualTo(right.length);
    return java.util.Arrays.equals(got, right) ? 0 : 1;
  }

  private boolean isThere(String acknowledged) {
    String[] words = acknowledged.split(" ", 2);
    String id = words[1];
    try {
      return switch (words[0]) {
        case "queue" -> has(box.api().get("queue"), id);
        case "progress" -> has(box.api().get("viewers/default/progress"), id);
        case "keep" -> box.api().get("titles/" + id).get("keep").asBoolean();
        default -> throw new AssertionError(acknowledged);
      };
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static boolean has(JsonNode list, String title) {
    for (JsonNode item : list.get("items")) {
      if (item.get("title").toString().contains(title)) {
        return true;
      }
    }
    return false;
  }

  private record Tally(int acknowledged, int lost, int wrong, int injected) {

    Tally plus(Tally other) {
      return new Tally(
          acknowledged + other.acknowledged,
          lost + other.lost,
          wrong + other.wrong,
          injected + other.injected);
    }

    void assertNothingLost(String fault) {
      System.out.printf(
          "FIGURE %s: %d operations acknowledged, lost %d, wrong bytes %d%n",
          fault, acknowledged, lost, wrong);
      assertThat(lost).isZero();
      assertThat(wrong).isZero();
    }
  }
}
