package larder.media.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The box's heap holds what its readers need, whatever they watch. */
@Tag("real")
final class SmallHeapTest {

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void readers_eightOfTheLargestChunksWithAFullDisk_fitTheBoxesHeap() throws Exception {
    long from = System.nanoTime();
    String said = inHeapOf("160m", ReadersWithoutDisk.class);

    assertThat(said).contains("all right").doesNotContain("OutOfMemoryError");
    System.out.printf(
        "FIGURE 8 readers of 16 MiB chunks, disk full, heap 160 MiB: 384 MiB read in %d ms%n",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from));
  }

  private static String inHeapOf(String heap, Class<?> program)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=64m",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
