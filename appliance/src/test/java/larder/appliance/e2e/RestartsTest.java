package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A box that is stopped by SIGTERM and started again while a film plays and another is fetched: the
 * first goes on at its byte, the second arrives whole, and the sofa's position is kept.
 */
@Tag("real")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RestartsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int RESTARTS = Boolean.getBoolean("larder.long") ? 50 : 4;
  private static final int BITE = 300_000;
  private static final String PLAYED = "Played (2001).mkv";
  private static final String FETCHED = "Fetched (2002).mkv";
  private static final int KIB_PER_SECOND = 2048;

  @TempDir Path tmp;

  private final Random random = new Random(21);
  private TestBox box;
  private PcWithFilms pc;

  @BeforeEach
  void startHousehold() throws Exception {
    Path series = tmp.resolve("Series");
    FileTree.randomFile(series.resolve(PLAYED), (long) RESTARTS * BITE + 1_000_003, 1);
    FileTree.randomFile(series.resolve(FETCHED), RESTARTS * 1_500_000L, 2);
    box = TestBox.start(tmp);
    pc = PcWithFilms.join(box, tmp.resolve("pc"), series, KIB_PER_SECOND);
    box.api().await("library", PATIENCE, answer -> answer.get("items").size() == 2);
  }

  @AfterEach
  void stopHousehold() {
    pc.close();
    box.close();
  }

  @Test
  void box_restartedUnderLoad_filmsGoOnWhereTheyWere() throws Exception {
    String played = box.api().title(PLAYED).get("id").asString();
    String fetched = box.api().title(FETCHED).get("id").asString();
    box.api().post("queue", Map.of("title", fetched));
    long slowestMs = 0;
    long position = 0;
    long stoppedNanos = System.nanoTime();
    for (int restart = 0; restart <= RESTARTS; restart++) {
      HttpResponse<InputStream> answer = box.api().stream(played, "bytes=" + position + "-");
      assertThat(answer.statusCode()).isEqualTo(206);
      try (InputStream body = answer.body()) {
        check(body, position, 1);
        if (restart > 0) {
          long waitedMs = Duration.ofNanos(System.nanoTime() - stoppedNanos).toMillis();
          slowestMs = Math.max(slowestMs, waitedMs);
        }
        int bite = random.nextInt(BITE);
        check(body, position + 1, bite);
        position += 1 + bite;
        keepPosition(played, restart);
        stoppedNanos = System.nanoTime();
        assertThat(box.stop()).as("SIGTERM ends it cleanly").isZero();
      }
      box.startAgain();
      assertThat(keptPosition(played)).isEqualTo(restart);
    }
    String whole = "titles/" + fetched;
    box.api()
        .await(
            whole, PATIENCE, title -> title.at("/availability/state").asString().equals("ready"));
    assertThat(box.api().streamedSha256(fetched)).isEqualTo(pc.sha256(FETCHED));
    System.out.printf(
        "FIGURE %d restarts by SIGTERM under a film and a fetch: wrong bytes 0, from the signal to"
            + " the film's next byte %d ms at most%n",
        RESTARTS + 1, slowestMs);
  }

  private void check(InputStream body, long position, int length) throws Exception {
    byte[] right = new byte[length];
    try (RandomAccessFile file = new RandomAccessFile(pc.file(PLAYED).toFile(), "r")) {
      file.seek(position);
      file.readFully(right);
    }
    assertThat(body.readNBytes(length)).as("%d bytes at %d", length, position).isEqualTo(right);
  }

  private void keepPosition(String title, int seconds) throws Exception {
    box.api()
        .put(
            "viewers/default/progress/" + title,
            Map.of("positionSeconds", seconds, "watched", false));
  }

  private int keptPosition(String title) throws Exception {
    return box.api().get("titles/" + title).at("/progress/positionSeconds").asInt();
  }
}
