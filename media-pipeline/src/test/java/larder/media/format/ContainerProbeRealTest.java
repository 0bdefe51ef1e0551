package larder.media.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import larder.media.ByteRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as ffmpeg writes them, whole, in parts, and damaged. */
@Tag("real")
final class ContainerProbeRealTest {

  /** More than any real file takes to tell all, and far fewer than a walk without limit. */
  private static final int MAX_ROUNDS = 80;

  private static final int DAMAGED_COPIES = Boolean.getBoolean("larder.long") ? 20_000 : 1_500;

  @TempDir Path folder;

  @Test
  void probe_mp4IndexLast_findsWhatTheFileEndsWith() throws Exception {
    byte[] file = make("last.mp4");

    MediaFacts facts = facts(file, MediaFormat.MP4);

    ByteRange index = facts.index().getFirst();
    assertThat(index.offsetBytes()).isGreaterThan(file.length / 2);
    assertThat(index.endBytes()).isEqualTo(file.length);
    assertThat(text(file, index.offsetBytes() + 4, 4)).isEqualTo("moov");
  }

  @Test
  void probe_mp4IndexFirst_findsItInFront() throws Exception {
    byte[] file = make("first.mp4", "-movflags", "+faststart");

    ByteRange index = facts(file, MediaFormat.MP4).index().getFirst();

    assertThat(index.offsetBytes()).isLessThan(100);
    assertThat(text(file, index.offsetBytes() + 4, 4)).isEqualTo("moov");
  }

  @Test
  void probe_fragmentedMp4_findsTheIndexOfTheWhole() throws Exception {
    byte[] file = make("parts.mp4", "-movflags", "frag_keyframe+empty_moov");

    Probe probe = ArrayBytes.complete(file).probe();

    assertThat(probe).isInstanceOf(Probe.Done.class);
    assertThat(((Probe.Done) probe).facts().index()).hasSize(1);
  }

  @Test
  void probe_quickTime_isTold() throws Exception {
    assertThat(facts(make("film.mov"), MediaFormat.QUICKTIME).index()).hasSize(1);
  }

  @Test
  void probe_matroska_findsCuesAndTags() throws Exception {
    byte[] file = make("film.mkv");

    MediaFacts facts = facts(file, MediaFormat.MATROSKA);

    assertThat(facts.index())
        .anySatisfy(
            range -> assertThat(text(file, range.offsetBytes(), 4)).isEqualTo("\u001cS\u00bbk"));
  }

  @Test
  void probe_webm_isTold() throws Exception {
    byte[] file = make("film.webm", "-c:v", "libvpx", "-c:a", "libopus");

    assertThat(facts(file, MediaFormat.WEBM).index()).isNotEmpty();
  }

  @Test
  void probe_containersWithoutAnIndex_areTold() throws Exception {
    assertThat(format(make("film.ts"))).isEqualTo(MediaFormat.MPEG_TS);
    assertThat(format(make("film.m2ts", "-mpegts_m2ts_mode", "1"))).isEqualTo(MediaFormat.M2TS);
    assertThat(format(make("film.avi"))).isEqualTo(MediaFormat.AVI);
    assertThat(format(make("film.mpg", "-c:v", "mpeg2video", "-c:a", "mp2")))
        .isEqualTo(MediaFormat.MPEG_PS);
  }

  @Test
  void probe_fromNothing_asksForLittleUntilItKnows() throws Exception {
    for (String name : List.of("film.mkv", "last.mp4")) {
      byte[] file = make(name);
      ArrayBytes bytes = ArrayBytes.empty(file);
      long fetchedBytes = 0;

      Probe probe = bytes.probe();
      for (int round = 0; round < MAX_ROUNDS && probe instanceof Probe.Needs needs; round++) {
        // As the box does: a whole chunk around what is missing, here a small one.
        long start = needs.range().offsetBytes() / 2048 * 2048;
        long end = Math.min(file.length, needs.range().endBytes() + 2048);
        bytes.add(new ByteRange(start, end - start));
        fetchedBytes += end - start;
        probe = bytes.probe();
      }

      assertThat(probe).as(name).isInstanceOf(Probe.Done.class);
      assertThat(fetchedBytes).as(name).isLessThan(40_000);
    }
  }

  @Test
  void probe_damagedCopies_endWithinLimits() throws Exception {
    Random random = new Random(20_261_123);
    for (String name : List.of("film.mkv", "last.mp4", "first.mp4")) {
      byte[] file = make(name);
      for (int copy = 0; copy < DAMAGED_COPIES; copy++) {
        byte[] damaged = damage(file, random);
        ArrayBytes bytes = ArrayBytes.complete(damaged);

        Probe probe = bytes.probe();

        assertThat(probe).as(name + " " + copy).isInstanceOf(Probe.Done.class);
        assertThat(bytes.readBytes()).as(name + " " + copy).isLessThan(100_000);
        assertThat(((Probe.Done) probe).facts().index())
            .as(name + " " + copy)
            .allMatch(range -> range.endBytes() <= damaged.length);
      }
    }
  }

  /** Flips bytes near the ends, where the structure is; sometimes cuts the file. */
  private static byte[] damage(byte[] file, Random random) {
    int length = random.nextInt(4) == 0 ? 1 + random.nextInt(file.length) : file.length;
    byte[] damaged = Arrays.copyOf(file, length);
    for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
      int near = random.nextInt(Math.min(1024, length));
      int at = random.nextBoolean() ? near : length - 1 - near;
      damaged[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) 0;
            case 1 -> (byte) 0xFF;
            case 2 -> (byte) (damaged[at] ^ 1 << random.nextInt(8));
            default -> (byte) random.nextInt(256);
          };
    }
    return damaged;
  }

  private static MediaFacts facts(byte[] file, MediaFormat format) throws Exception {
    Probe probe = ArrayBytes.complete(file).probe();
    assertThat(probe).isInstanceOf(Probe.Done.class);
    MediaFacts facts = ((Probe.Done) probe).facts();
    assertThat(facts.format()).isEqualTo(format);
    assertThat(facts.duration().orElse(Duration.ZERO))
        .isBetween(Duration.ofMillis(5_900), Duration.ofMillis(6_200));
    return facts;
  }

  private static MediaFormat format(byte[] file) throws Exception {
    Probe probe = ArrayBytes.complete(file).probe();
    return ((Probe.Done) probe).facts().format();
  }

  private static String text(byte[] file, long offset, int length) {
    return new String(file, (int) offset, length, StandardCharsets.ISO_8859_1);
  }

  private byte[] make(String name, String... options) throws IOException, InterruptedException {
    Path target = folder.resolve(name);
    List<String> command =
        new ArrayList<>(List.of("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=160x90"));
    command.addAll(List.of("-f", "lavfi", "-i", "sine", "-t", "6"));
    command.addAll(List.of(options));
    command.addAll(List.of("-y", target.toString()));
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(command.toString()).isZero();
    } finally {
      process.destroyForcibly();
    }
    return Files.readAllBytes(target);
  }
}
