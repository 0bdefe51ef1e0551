package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.peer.LongIndexPc;
import larder.appliance.mesh.wire.DeviceId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A PC tells of more files than a box has memory for, all in one message: the box, as small as it
 * is in the household, takes them. 200,000 files are some 75 MB; the long form is five times that.
 */
@Tag("real")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class LongIndexTest {

  private static final int FILES = Boolean.getBoolean("larder.long") ? 1_000_000 : 200_000;

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LONG_PATIENCE = Duration.ofMinutes(15);

  @TempDir Path tmp;

  @Test
  void index_longerThanTheHeap_isTakenAndGoesOnAfterACut() throws Exception {
    Path log = tmp.resolve("gc.log");
    DeviceIdentity identity = DeviceIdentity.create();
    try (TestBox box = TestBox.startWith(List.of("-Xlog:gc*:file=" + log), tmp)) {
      box.api().post("devices", Map.of("id", identity.id().toString(), "name", "Anna's PC"));
      long startNanos = System.nanoTime();
      long taken = announceAndHangUp(box, identity);
      try (LongIndexPc pc = connect(box, identity)) {
        assertThat(Pause.until(PATIENCE, () -> pc.taken() >= 0)).as("shares again").isTrue();
        // What was cut off counts as far as it came, not further.
        assertThat(pc.taken()).isBetween(taken, FILES / 2L);
        pc.announce((int) pc.taken() + 1, FILES, FILES);
        assertThat(Pause.until(LONG_PATIENCE, () -> pc.told() >= FILES))
            .as("the box knows %s of %s files", pc.told(), FILES)
            .isTrue();
        System.out.printf(
            "FIGURE index.files=%d index.takenMs=%d index.heapAfterGcPeakMiB=%d index.rssPeakMiB=%d%n",
            FILES,
            Duration.ofNanos(System.nanoTime() - startNanos).toMillis(),
            peakAfterGcMiB(log),
            peakRssMiB(box.process().pid()));
        assertThat(pc.told()).isEqualTo(FILES);
      }
      assertThat(box.api().get("library?limit=1").get("items")).hasSize(1);
    }
  }

  /** Sends the whole message but its second half. @return how far the box said that it knows it */
  private static long announceAndHangUp(TestBox box, DeviceIdentity identity) throws Exception {
    try (LongIndexPc pc = connect(box, identity)) {
      box.api()
          .await("folders", PATIENCE, answer -> answer.toString().contains(LongIndexPc.FOLDER));
      box.api().put("folders/" + LongIndexPc.FOLDER, Map.of("mode", "stock"));
      assertThat(Pause.until(PATIENCE, () -> pc.taken() == 0)).as("shares the folder").isTrue();
      long bytes = pc.announce(1, FILES, FILES / 2);
      System.out.printf("FIGURE index.messageMiB=%d%n", bytes >> 20);
      assertThat(bytes).isGreaterThan(64L << 20);
      return pc.told();
    }
  }

  private static LongIndexPc connect(TestBox box, DeviceIdentity identity) throws Exception {
    String[] address = box.process().ready().mesh().split(":", -1);
    return LongIndexPc.connect(
        identity,
        DeviceId.parse(box.id()),
        new InetSocketAddress(address[0], Integer.parseInt(address[1])));
  }

  /** The most that was left after a collection. */
  private static long peakAfterGcMiB(Path log) throws Exception {
    Matcher after = Pattern.compile("\\d+M->(\\d+)M\\(\\d+M\\)").matcher(Files.readString(log));
    return after.results().mapToLong(found -> Long.parseLong(found.group(1))).max().orElse(0);
  }

  private static long peakRssMiB(long pid) throws Exception {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .findFirst()
        .orElse(0);
  }
}
