package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import larder.media.Manifest;
import larder.media.fake.LargeContent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A box within 512 MiB of memory, page cache included, that is watched by many at once while it
 * fetches. The properties {@code larder.viewers} and {@code larder.viewers.seconds} make it longer;
 * {@code bench/viewers} does.
 */
@Tag("real")
final class PacedViewersTest {

  private static final int VIEWERS = Integer.getInteger("larder.viewers", 10);
  private static final Duration LASTING =
      Duration.ofSeconds(Integer.getInteger("larder.viewers.seconds", 20));

  private static final double BYTES_PER_SECOND = 20_000_000 / 8.0;
  private static final Duration BETWEEN_SEEKS = Duration.ofSeconds(6);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long LIMIT_BYTES = 512L << 20;
  private static final int FILMS = 2;
  private static final long FILM_BYTES = Integer.getInteger("larder.viewers.mib", 64) * 1_048_576L;

  @TempDir Path tmp;

  @Test
  void box_watchedByManyWhileItFetches_sendsNoWrongByteAndFitsItsMemory() throws Exception {
    assumeTrue(MemoryLimit.isPossible(), "only root can limit memory, by cgroup v1");
    Path folder = Files.createDirectories(tmp.resolve("Series"));
    List<LargeContent> films = new ArrayList<>();
    for (int i = 0; i <= FILMS; i++) {
      films.add(new LargeContent(i, FILM_BYTES, Manifest.MIN_CHUNK_BYTES));
      write(films.getLast(), folder.resolve(nameOf(i)));
    }
    try (MemoryLimit limit = MemoryLimit.of(LIMIT_BYTES);
        TestBox box = limit.around(() -> TestBox.start(tmp));
        PcWithFilms pc = PcWithFilms.join(box, tmp.resolve("pc"), folder, 0)) {
      box.api().await("library", PATIENCE, answer -> answer.get("items").size() == films.size());
      for (int i = 0; i < FILMS; i++) {
        stock(box, i);
      }
      box.api().await("queue", PATIENCE, queue -> ready(queue) == FILMS);
      pc.linkSpeed(1_000);
      stock(box, FILMS);

      List<PacedViewer.Watched> watched = watch(box, films);

      report(watched, limit, residentBytes(box.process().pid()));
      assertThat(watched).allSatisfy(one -> assertThat(one.wrongBytes()).isZero());
      assertThat(watched).allSatisfy(one -> assertThat(one.bytes()).isPositive());
      assertThat(box.api().get("status").get("name").asString()).isEqualTo("Living room");
      assertThat(limit.kills()).isZero();
    }
  }

  private static String nameOf(int film) {
    return "Film " + film + " (200" + film + ").mkv";
  }

  private static void write(LargeContent film, Path file) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < film.manifest().chunkCount(); i++) {
        out.write(
            film.bytes(film.manifest().rangeOf(i).offsetBytes(), film.manifest().lengthOf(i)));
      }
    }
  }

  private static void stock(TestBox box, int film) throws Exception {
    String title = box.api().title(nameOf(film)).get("id").asString();
    box.api().post("queue", Map.of("title", title));
  }

  private static int ready(JsonNode queue) {
    int ready = 0;
    for (JsonNode entry : queue.get("items")) {
      ready += entry.get("state").asString().equals("ready") ? 1 : 0;
    }
    return ready;
  }

  private static List<PacedViewer.Watched> watch(TestBox box, List<LargeContent> films)
      throws Exception {
    PacedViewer.Plan plan = new PacedViewer.Plan(BYTES_PER_SECOND, LASTING, BETWEEN_SEEKS);
    List<Future<PacedViewer.Watched>> viewers = new ArrayList<>();
    List<PacedViewer.Watched> watched = new ArrayList<>();
    try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread::new)) {
      for (int i = 0; i < VIEWERS; i++) {
        String title = box.api().title(nameOf(i % FILMS)).get("id").asString();
        viewers.add(
            threads.submit(new PacedViewer(box.api(), title, films.get(i % FILMS), plan, i)));
      }
      for (Future<PacedViewer.Watched> viewer : viewers) {
        watched.add(viewer.get());
      }
    }
    return watched;
  }

  /** The most memory of its own that a process had so far. */
  private static long residentBytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .sum();
  }

  private static void report(
      List<PacedViewer.Watched> watched, MemoryLimit limit, long residentBytes) throws IOException {
    List<Double> seeks = watched.stream().flatMap(one -> one.seekMs().stream()).sorted().toList();
    System.out.printf(
        "FIGURE %d viewers at 20 Mbit/s for %d s in 512 MiB: stalls %d, wrong bytes %d, %d seeks,"
            + " p50 %.0f ms, p99 %.0f ms, memory at most %d MiB, resident %d MiB%n",
        VIEWERS,
        LASTING.toSeconds(),
        watched.stream().mapToInt(PacedViewer.Watched::stalls).sum(),
        watched.stream().mapToLong(PacedViewer.Watched::wrongBytes).sum(),
        seeks.size(),
        seeks.get(seeks.size() / 2),
        seeks.get(seeks.size() * 99 / 100),
        limit.mostBytes() >> 20,
        residentBytes >> 20);
  }
}
