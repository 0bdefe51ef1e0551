package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import larder.appliance.bench.Spread;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From OK to the first picture of a title of which nothing is here, in Chromium, beside the same
 * file from nginx in a plain video element over the same line. Time is printed; {@code
 * bench/first-frame} has more rounds of it.
 */
@Tag("real")
final class FirstFrameTest {

  private static final int ROUNDS = Integer.getInteger("larder.frames.rounds", 1);
  private static final int SECONDS = Integer.getInteger("larder.frames.seconds", 60);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Line.Speed DSL = new Line.Speed(20e6, Duration.ofMillis(20));

  @TempDir Path tmp;

  /** How a film is laid out: the suffix, and what ffmpeg is told of its index. */
  private enum Film {
    INDEX_FIRST("mp4", "+faststart"),
    INDEX_LAST("mp4", "-faststart"),
    MATROSKA("mkv", "-faststart");

    private final String suffix;
    private final String flags;

    Film(String suffix, String flags) {
      this.suffix = suffix;
      this.flags = flags;
    }

    String nameOf(int round) {
      String show = name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
      return "%s/%s - S01E%02d.%s".formatted(show, show, round + 1, suffix).replace('_', ' ');
    }
  }

  @Test
  void title_nothingHere_onALan_showsAPicture() throws Exception {
    measure("LAN", Line.Speed.LOOPBACK);
  }

  @Test
  void title_nothingHere_onTwentyMegabitsAndFortyMilliseconds_showsAPicture() throws Exception {
    measure("20 Mbit/s, 40 ms", DSL);
  }

  private void measure(String name, Line.Speed speed) throws Exception {
    Path folder = Files.createDirectories(tmp.resolve("films"));
    makeFilms(folder);
    List<Line> lines = new ArrayList<>();
    try (TestBox box = TestBox.start(tmp);
        Nginx nginx = Nginx.start(tmp, folder, "0");
        PcWithFilms _ =
            PcWithFilms.joinOver(
                pcAddress -> add(lines, pcAddress, speed), box, tmp.resolve("pc"), folder);
        Line page = Line.to(addressOf(box), Line.Speed.LOOPBACK);
        Line plain = Line.to(loopback(nginx.port()), speed)) {
      int count = Film.values().length * ROUNDS;
      box.api().await("library", PATIENCE, answer -> answer.get("items").size() == count);
      Household household = new Household(box, lines.getFirst(), page, plain);
      for (Film film : Film.values()) {
        report(name, film, household.rounds(film));
      }
    } finally {
      lines.forEach(Line::close);
    }
  }

  private static Line add(List<Line> lines, InetSocketAddress to, Line.Speed speed) {
    try {
      lines.add(Line.to(to, speed));
      return lines.getLast();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress addressOf(TestBox box) throws Exception {
    return loopback(URI.create(box.api().base()).getPort());
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** One film, encoded once; a comment in it makes each copy a content of its own. */
  private void makeFilms(Path folder) throws Exception {
    Path film = tmp.resolve("film.mp4");
    SampleVideo.make(film, 60, 6_000);
    for (Film kind : Film.values()) {
      for (int round = 0; round < ROUNDS; round++) {
        Path copy = folder.resolve(kind.nameOf(round));
        Files.createDirectories(copy.getParent());
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-loglevel", "error"));
        command.addAll(List.of("-stream_loop", "" + (SECONDS / 60 - 1), "-i", film.toString()));
        command.addAll(List.of("-c", "copy", "-metadata", "comment=" + kind + round));
        if (kind != Film.MATROSKA) {
          command.addAll(List.of("-movflags", kind.flags));
        }
        command.add(copy.toString());
        Process ffmpeg = new ProcessBuilder(command).inheritIO().start();
        assertThat(ffmpeg.waitFor(2, TimeUnit.MINUTES)).as("ffmpeg ends").isTrue();
        assertThat(ffmpeg.exitValue()).isZero();
      }
    }
  }

  /** One play of a title. */
  private record Shown(double boxMs, double nginxMs, long askedBytes, long consumedBytes) {}

  /** Box, PC, nginx, and the lines between them. */
  private record Household(TestBox box, Line toPc, Line toBox, Line toNginx) {

    List<Shown> rounds(Film film) throws Exception {
      List<Shown> all = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        double before = round % 2 == 0 ? 0 : plain(film.nameOf(round));
        Shown shown = fromBox(film.nameOf(round));
        double nginx = round % 2 == 0 ? plain(film.nameOf(round)) : before;
        all.add(new Shown(shown.boxMs(), nginx, shown.askedBytes(), shown.consumedBytes()));
      }
      return all;
    }

    private Shown fromBox(String name) throws Exception {
      String title = box.api().title(name).get("id").asString();
      try (TvBrowser tv = TvBrowser.open(urlOf(toBox), box.api().token())) {
        tv.openTitle(title);
        long askedBefore = settled(toPc);
        long consumedBefore = settled(toBox);
        double took = FirstFrames.on(tv.page()).press();
        long consumed = toBox.fromServerBytes() - consumedBefore;
        tv.page().close();
        return new Shown(took, 0, settled(toPc) - askedBefore, consumed);
      }
    }

    private double plain(String name) {
      try (TvBrowser tv = TvBrowser.open(urlOf(toNginx), "none")) {
        FirstFrames frames = FirstFrames.on(tv.page());
        frames.playNextPlainly(urlOf(toNginx) + "/" + name.replace(" ", "%20"));
        return frames.press();
      }
    }

    private static String urlOf(Line line) {
      return "http://127.0.0.1:" + line.address().getPort();
    }

    /** Waits until nothing comes any more. @return what came so far */
    private static long settled(Line line) {
      long before = -1;
      long now = line.fromServerBytes();
      while (now - before > 4096) { // pings of the mesh aside
        before = now;
        for (int i = 0; i < 10; i++) {
          Pause.brief();
        }
        now = line.fromServerBytes();
      }
      return now;
    }
  }

  private static void report(String line, Film film, List<Shown> all) {
    Spread box = Spread.of(all.stream().map(Shown::boxMs).toList());
    Spread nginx = Spread.of(all.stream().map(Shown::nginxMs).toList());
    Spread more =
        Spread.of(all.stream().map(s -> (double) s.askedBytes() / s.consumedBytes()).toList());
    System.out.printf(
        "FIGURE first frame, %s, %s: box %s ms, nginx %s ms, asked for %s times what was consumed;"
            + " asked %s KiB%n",
        line,
        film,
        box.text(),
        nginx.text(),
        more.text(),
        all.stream().map(shown -> shown.askedBytes() >> 10).toList());
    assertThat(all).allSatisfy(shown -> assertThat(shown.askedBytes()).isPositive());
  }
}
