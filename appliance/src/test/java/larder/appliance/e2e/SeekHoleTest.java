package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import larder.appliance.bench.Spread;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Seeks into holes of a film while the rest of it is fetched, from the request to the first byte
 * and to the first 256 KiB. Times are printed; {@code bench/seek-hole} has more of them.
 */
@Tag("real")
final class SeekHoleTest {

  private static final int SEEKS = Integer.getInteger("larder.seeks", 20);
  private static final long FILM_BYTES = Integer.getInteger("larder.seeks.mib", 1024) * 1_048_576L;
  private static final Line.Speed GIGABIT = new Line.Speed(1e9, Duration.ZERO);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PLAYABLE_BYTES = 256 << 10;
  private static final String FILM = "Long Film (2001).mkv";

  @TempDir Path tmp;

  @Test
  void seek_intoAHoleWhileTheFilmIsFetched_isAnsweredFromThePc() throws Exception {
    Path folder = Files.createDirectories(tmp.resolve("films"));
    writeMarks(folder.resolve(FILM));
    List<Line> lines = new ArrayList<>();
    try (TestBox box = TestBox.start(tmp);
        PcWithFilms _ =
            PcWithFilms.joinOver(
                to -> {
                  try {
                    lines.add(Line.to(to, GIGABIT));
                    return lines.getLast();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                },
                box,
                tmp.resolve("pc"),
                folder)) {
      box.api().await("library", PATIENCE, answer -> answer.get("items").size() == 1);
      String title = box.api().title(FILM).get("id").asString();
      box.api().post("queue", Map.of("title", title));
      box.api().await("titles/" + title, PATIENCE, answer -> cached(answer) > 0);

      List<Long> targets = targets();
      List<Double> firstByteMs = new ArrayList<>();
      List<Double> playableMs = new ArrayList<>();
      for (long target : targets) {
        seek(box, title, target, firstByteMs, playableMs);
      }

      long fetched = cached(box.api().get("titles/" + title));
      report(fetched, Spread.of(firstByteMs), Spread.of(playableMs));
      assertThat(fetched)
          .as("it was fetched meanwhile, and not to the seeks")
          .isBetween(1L, FILM_BYTES / 2);
    } finally {
      lines.forEach(Line::close);
    }
  }

  /** Mostly a hole on the PC's disk, which costs it no reading; with a number at each target. */
  private static void writeMarks(Path film) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(film.toFile(), "rw")) {
      file.setLength(FILM_BYTES);
      for (long target : targets()) {
        file.seek(target);
        file.writeLong(target);
      }
    }
  }

  /** Spread over the last half, which is fetched last, in no order. */
  private static List<Long> targets() {
    List<Long> targets = new ArrayList<>();
    long step = (FILM_BYTES / 2 - PLAYABLE_BYTES) / SEEKS;
    for (int i = 0; i < SEEKS; i++) {
      targets.add(FILM_BYTES / 2 + i * step);
    }
    Collections.shuffle(targets, new Random(1));
    return targets;
  }

  private static void seek(
      TestBox box, String title, long target, List<Double> firstByteMs, List<Double> playableMs)
      throws Exception {
    long asked = System.nanoTime();
    HttpResponse<InputStream> answer = box.api().stream(title, "bytes=" + target + "-");
    try (InputStream body = answer.body()) {
      assertThat(answer.statusCode()).isEqualTo(206);
      byte[] mark = body.readNBytes(Long.BYTES);
      firstByteMs.add((System.nanoTime() - asked) / 1e6);
      body.skipNBytes(PLAYABLE_BYTES - Long.BYTES);
      playableMs.add((System.nanoTime() - asked) / 1e6);
      assertThat(ByteBuffer.wrap(mark).getLong()).isEqualTo(target);
    }
  }

  private static long cached(JsonNode title) {
    return title.get("availability").get("cachedBytes").asLong();
  }

  private static void report(long fetchedBytes, Spread firstByte, Spread playable) {
    System.out.printf(
        "FIGURE %d seeks into holes at 1 Gbit/s, film of %d MiB, %d MiB fetched meanwhile: first"
            + " byte p50 %.0f, p95 %.0f, p99 %.0f ms, 256 KiB p50 %.0f, p95 %.0f, p99 %.0f ms%n",
        SEEKS,
        FILM_BYTES >> 20,
        fetchedBytes >> 20,
        firstByte.median(),
        firstByte.quantile(0.95),
        firstByte.quantile(0.99),
        playable.median(),
        playable.quantile(0.95),
        playable.quantile(0.99));
  }
}
