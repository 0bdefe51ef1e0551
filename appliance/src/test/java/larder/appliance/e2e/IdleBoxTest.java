package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A box with a connected PC and nothing to do is silent: it stands in a living room, always on. */
@Tag("real")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class IdleBoxTest {

  /** For the first index, the JIT compiler and the class loader to be done. */
  private static final Duration SETTLE = Duration.ofSeconds(10);

  private static final Duration WINDOW = Duration.ofSeconds(20);

  /** Ten times the aim, so that a busy machine does not fail it; a busy loop takes far more. */
  private static final double MOST_PERCENT = 5;

  /** USER_HZ of every Linux that has a JVM: proc_pid_stat(5). */
  private static final double TICKS_PER_SECOND = 100;

  @TempDir Path tmp;

  @Test
  void boxWithConnectedPc_nothingToDo_takesHardlyAnyTime() throws Exception {
    Path folder = Files.createDirectories(tmp.resolve("Series"));
    Files.write(folder.resolve("Clip.mkv"), new byte[300_000]);
    try (TestBox box = TestBox.start(tmp);
        PcWithFilms pc = PcWithFilms.join(box, tmp.resolve("pc"), folder, 0)) {
      box.api().await("library", Duration.ofSeconds(30), answer -> answer.get("items").size() == 1);
      long pid = box.process().pid();
      pass(SETTLE);
      long startNanos = System.nanoTime();
      long ticks = cpuTicks(pid);
      long switches = voluntarySwitches(pid);
      pass(WINDOW);
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      double percent = (cpuTicks(pid) - ticks) / TICKS_PER_SECOND / seconds * 100;
      System.out.printf(
          "FIGURE box.idleCpuPercent=%.2f box.idleSwitchesPerSecond=%.1f%n",
          percent, (voluntarySwitches(pid) - switches) / seconds);
      assertThat(percent).isLessThan(MOST_PERCENT);
      assertThat(pc.completionOf(box)).isBetween(0.0, 100.0);
    }
  }

  private static void pass(Duration time) {
    assertThat(Pause.until(time, () -> false)).isFalse();
  }

  /** utime and stime, fields 14 and 15; the name before them may contain anything but a last ). */
  private static long cpuTicks(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(afterName[11]) + Long.parseLong(afterName[12]);
  }

  private static long voluntarySwitches(long pid) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return threads.mapToLong(IdleBoxTest::switchesOf).sum();
    }
  }

  private static long switchesOf(Path thread) {
    try {
      List<String> lines = Files.readAllLines(thread.resolve("status"));
      return lines.stream()
          .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
          .mapToLong(line -> Long.parseLong(line.split("\\s+", -1)[1]))
          .sum();
    } catch (IOException e) {
      return threadThatEnded(e);
    }
  }

  private static long threadThatEnded(IOException failure) {
    assertThat(failure).isNotNull();
    return 0;
  }
}
