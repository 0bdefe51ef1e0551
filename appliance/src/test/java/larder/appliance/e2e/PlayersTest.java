package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real players on a film of more than 2 GiB that is on its way: they begin, seek and hang up. */
@Tag("real")
final class PlayersTest {

  /** Motion JPEG at a rate that no player decodes whole: each seeks to near the end. */
  private static final int SECONDS = 140;

  private static final String FILM = "Large Film (2001).mkv";
  private static final String NEAR_THE_END = "" + (SECONDS - 3);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int KIB_PER_SECOND = 30 << 10;
  private static final String NOBODY = "65534";

  @TempDir static Path films;
  @TempDir Path tmp;

  @Test
  void largeFilm_playedFromTheStartAndNearTheEndWhileItArrives_playsInEachPlayer()
      throws Exception {
    Path folder = Files.createDirectories(films.resolve("Films"));
    makeLarge(folder.resolve(FILM));
    assertThat(Files.size(folder.resolve(FILM))).isGreaterThan(2L << 30);
    try (TestBox box = TestBox.start(tmp);
        PcWithFilms _ = PcWithFilms.join(box, tmp.resolve("pc"), folder, KIB_PER_SECOND)) {
      box.api().await("library", PATIENCE, answer -> answer.get("items").size() == 1);
      String title = box.api().title(FILM).get("id").asString();
      box.api().post("queue", Map.of("title", title));
      String url = playbackUrl(box, title);
      for (List<String> player : players(url)) {
        assertThat(run(player)).as("%s", player.getFirst()).isZero();
      }
      assertThat(box.api().get("titles/" + title).get("availability").get("cachedBytes").asLong())
          .as("it was on its way")
          .isLessThan(2L << 30);
    }
  }

  private static List<List<String>> players(String url) {
    List<String> vlc = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) { // which VLC refuses to be
      vlc.addAll(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
    }
    vlc.addAll(List.of("cvlc", "--intf", "dummy", "--vout", "dummy", "--aout", "dummy"));
    List<String> mpv =
        List.of("mpv", "--no-config", "--vo=null", "--ao=null", "--untimed", "--length=1");
    List<String> ffmpeg = List.of("ffmpeg", "-nostdin", "-loglevel", "error");
    return List.of(
        and(vlc, "--play-and-exit", "--run-time=2", url),
        and(vlc, "--play-and-exit", "--start-time=" + NEAR_THE_END, url),
        and(mpv, url),
        and(mpv, "--start=" + NEAR_THE_END, url),
        and(ffmpeg, "-t", "1", "-i", url, "-f", "null", "-"),
        and(ffmpeg, "-ss", NEAR_THE_END, "-i", url, "-f", "null", "-"));
  }

  private static List<String> and(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }

  private static String playbackUrl(TestBox box, String title) throws Exception {
    String url =
        box.api()
            .post("titles/" + title + "/playback", Map.of("profile", Map.of()))
            .get("url")
            .asString();
    return box.api().base() + url.replaceFirst("^https?://[^/]+", "");
  }

  /** One second of noise in Motion JPEG, which nothing compresses, again and again. */
  private void makeLarge(Path film) throws Exception {
    Path second = tmp.resolve("second.mkv");
    assertThat(
            run(
                List.of(
                    "ffmpeg",
                    "-nostdin",
                    "-loglevel",
                    "error",
                    "-f",
                    "lavfi",
                    "-i",
                    "nullsrc=size=1280x720:rate=24,geq=random(1)*255:128:128",
                    "-t",
                    "1",
                    "-c:v",
                    "mjpeg",
                    "-q:v",
                    "2",
                    second.toString())))
        .isZero();
    assertThat(
            run(
                List.of(
                    "ffmpeg",
                    "-nostdin",
                    "-loglevel",
                    "error",
                    "-stream_loop",
                    "" + (SECONDS - 1),
                    "-i",
                    second.toString(),
                    "-c",
                    "copy",
                    film.toString())))
        .isZero();
  }

  private static int run(List<String> command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("HOME", "/tmp");
    Process player = builder.start();
    try {
      assertThat(player.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
      return player.exitValue();
    } finally {
      player.destroyForcibly();
    }
  }
}
