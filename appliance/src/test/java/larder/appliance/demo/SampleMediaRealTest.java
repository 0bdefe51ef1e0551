package larder.appliance.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
final class SampleMediaRealTest {

  private static final List<Sample> SAMPLES =
      Stream.of(Container.values())
          .map(
              container ->
                  new Sample(
                      Path.of("It's a folder", container + " é." + container.extension()),
                      "Show: 100 %",
                      "Name's \\ \"it\"",
                      Duration.ofSeconds(4),
                      container))
          .toList();

  @TempDir Path cache;
  @TempDir Path probing;

  @Test
  void make_eachContainer_hasPictureSoundSubtitlesAndChapters() throws Exception {
    List<Double> heard = Collections.synchronizedList(new ArrayList<>());

    Path household = new SampleMedia(SAMPLES, programs()).make(cache, heard::add);

    for (Sample sample : SAMPLES) {
      List<String> facts = probe(household.resolve(sample.path()));
      assertThat(facts).as(sample.toString()).contains("video", "audio");
      assertThat(facts).filteredOn("subtitle"::equals).hasSize(2);
      assertThat(facts).filteredOn(fact -> fact.startsWith("Part ")).hasSize(4);
      assertThat(facts).anyMatch(fact -> fact.matches("4\\.0\\d+"));
    }
    assertThat(heard).contains(1.0);
    assertThat(SampleMedia.isMade(cache, SAMPLES)).isTrue();
    assertThat(entries()).containsExactly(household);
  }

  @Test
  void make_twice_leavesTheFilesAsTheyAre() throws Exception {
    List<Sample> one = SAMPLES.subList(0, 1);
    Path file = new SampleMedia(one, programs()).make(cache, f -> {}).resolve(one.get(0).path());
    FileTime long_ago = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(file, long_ago);

    new SampleMedia(one, programs()).make(cache, f -> {});

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(long_ago);
  }

  @Test
  void make_whenTheEncoderFails_leavesNothingAndTellsItsWords() throws Exception {
    Programs failing = new Programs(Path.of("/bin/false"), Optional.empty());

    assertThatThrownBy(() -> new SampleMedia(SAMPLES, failing).make(cache, f -> {}))
        .isInstanceOf(SampleMediaException.class)
        .hasMessageContaining("/bin/false failed (1)");

    assertThat(entries()).isEmpty();
  }

  @Test
  void make_afterAKilledRun_removesWhatItLeft() throws Exception {
    Path left = Files.createDirectories(cache.resolve("making-999999999-123/household"));
    Programs failing = new Programs(Path.of("/bin/false"), Optional.empty());

    assertThatThrownBy(() -> new SampleMedia(SAMPLES, failing).make(cache, f -> {}))
        .isInstanceOf(SampleMediaException.class);

    assertThat(left).doesNotExist();
  }

  private static Programs programs() throws IOException {
    return Programs.find(System.getenv("PATH"));
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(cache)) {
      return entries.toList();
    }
  }

  private List<String> probe(Path file) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    new ChildProcess(probing, Duration.ofSeconds(20))
        .run(
            List.of(
                "ffprobe",
                "-v",
                "error",
                "-show_entries",
                "stream=codec_type:format=duration:chapter_tags=title",
                "-of",
                "default=nw=1:nk=1",
                file.toString()),
            lines::add);
    return lines;
  }
}
