package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
 * its power, and comes back. Needs root, as the other tests with real disks do.
 */
@Tag("real")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class DiskGoneTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int FILM_BYTES = 12_000_003;
  private static final int SLOW_KIB_PER_SECOND = 4_000;

  @TempDir Path tmp;

  @Test
  void disk_goneInTheMiddleOfAFilm_filmPlaysOnAndNothingAcknowledgedIsLost() throws Exception {
    Path disk = Files.createDirectory(tmp.resolve("disk"));
    Path image = tmp.resolve("image");
    run("fallocate", "-l", "400M", image.toString());
    run("mkfs.ext4", "-q", image.toString());
    run("mount", "-o", "loop", image.toString(), disk.toString());
    FileTree.randomFile(tmp.resolve("Series/First (2001).mkv"), FILM_BYTES, 1);
    FileTree.randomFile(tmp.resolve("Series/Second (2002).mkv"), FILM_BYTES, 2);
    try (TestBox box = TestBox.start(disk);
        PcWithFilms pc = PcWithFilms.join(box, tmp.resolve("pc"), tmp.resolve("Series"), 0)) {
      box.api().await("library", PATIENCE, answer -> answer.get("items").size() == 2);
      String first = box.api().title("First (2001).mkv").get("id").asString();
      String second = box.api().title("Second (2002).mkv").get("id").asString();
      box.api().post("queue", Map.of("title", first));
      box.api().await("queue", PATIENCE, DiskGoneTest::isReady);

      pc.linkSpeed(SLOW_KIB_PER_SECOND);
      byte[] right = Files.readAllBytes(pc.file("Second (2002).mkv"));
      HttpResponse<InputStream> film = box.api().stream(second, "");
      try (InputStream body = film.body()) {
        byte[] before = body.readNBytes(2_000_000);
        pullDisk(disk);
        byte[] after = body.readAllBytes();
        assertThat(before.length + after.length).as("the film plays on").isEqualTo(right.length);
        assertThat(Arrays.equals(before, 0, before.length, right, 0, before.length)).isTrue();
        assertThat(Arrays.equals(after, 0, after.length, right, before.length, right.length))
            .isTrue();
      }
      box.process().killHard();
      run("umount", disk.toString());
      run("mount", "-o", "loop", image.toString(), disk.toString());

      LarderRun check = LarderRun.of(tmp, Map.of(), "check-home", box.home().toString());
      assertThat(check.exitCode()).as("%s%s", check.out(), check.err()).isIn(0, 1);
      box.startAgain();
      JsonNode queue = box.api().get("queue").get("items");
      int lost = queue.size() == 1 ? 0 : 1;
      long cached =
          box.api().get("titles/" + first).get("availability").get("cachedBytes").asLong();
      assertThat(cached).as("chunks that were shown as present").isEqualTo(FILM_BYTES);
      assertThat(box.api().streamedSha256(first)).isEqualTo(pc.sha256("First (2001).mkv"));
      System.out.printf(
          "FIGURE disk gone and back: acknowledged operations lost %d, wrong bytes 0%n", lost);
      assertThat(lost).isZero();
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  private static boolean isReady(JsonNode queue) {
    return queue.get("items").get(0).get("state").asString().equals("ready");
  }

  /** The kernel forgets what was not synced, and every later call fails: EXT4_IOC_SHUTDOWN. */
  private static void pullDisk(Path disk) throws IOException, InterruptedException {
    run(
        "perl",
        "-e",
        "open(F,'<',$ARGV[0]) or die; my $f=pack('L',2); ioctl(F,0x8004587d,$f) or die $!;",
        disk.toString());
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", String.join(" ", command), out).isZero();
  }
}
