package larder.appliance.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SampleTest {

  @Test
  void household_hasASeasonAMovieAndAClip() {
    List<Path> paths = Sample.household().stream().map(Sample::path).toList();

    assertThat(paths).filteredOn(path -> path.startsWith("Series")).hasSize(6);
    assertThat(paths)
        .contains(
            Path.of("Movies/Salt and Stone (2024).mp4"),
            Path.of(
                "Series/The Pantry Files/Season 01/The Pantry Files - S01E01 - Opening Night.mkv"));
    assertThat(Sample.household().stream().map(Sample::container).distinct()).hasSize(4);
  }

  @Test
  void household_hasTwoLongerThanTenMinutes() {
    assertThat(Sample.household())
        .filteredOn(sample -> sample.duration().toMinutes() > 10)
        .hasSize(2);
  }

  @Test
  void constructor_pathThatLeavesTheFolder_isRefused() {
    assertThatThrownBy(() -> sample("../x.mkv")).hasMessageContaining("inside its folder");
    assertThatThrownBy(() -> sample("/x.mkv")).hasMessageContaining("inside its folder");
    assertThatThrownBy(() -> sample("a/../b.mkv")).hasMessageContaining("inside its folder");
  }

  @Test
  void constructor_endingOfAnotherContainer_isRefused() {
    assertThatThrownBy(() -> sample("x.mp4")).hasMessageContaining("should end with .mkv");
  }

  private static Sample sample(String path) {
    return new Sample(Path.of(path), "a", "b", Duration.ofSeconds(3), Container.MATROSKA);
  }
}
