package larder.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import larder.appliance.cli.ProgressBar.Reading;
import larder.appliance.cli.ProgressBar.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressBarTest {

  @Test
  void line_wideWindow_saysAll() {
    Reading reading = new Reading("Hashing", 500_000_000, 2_000_000_000, Unit.BYTES);
    assertThat(ProgressBar.line(reading, 12_500_000, 100))
        .isEqualTo(
            "Hashing  ███████░░░░░░░░░░░░░░░░░░░░░░░"
                + "   25 %  500 MB of 2.0 GB  13 MB/s  2 min left");
  }

  @Test
  void line_narrowWindow_dropsDetailsAndCutsTheLabel() {
    Reading reading = new Reading("Some Show S01E01 · Pilot", 5, 10, Unit.BYTES);
    assertThat(ProgressBar.line(reading, 1, 40))
        .isEqualTo("Some Show S01E01 · …  █████░░░░░   50 %");
  }

  @Test
  void line_complete_hasNoRate() {
    Reading reading = new Reading("", 10, 10, Unit.BYTES);
    assertThat(ProgressBar.line(reading, 5, 60))
        .isEqualTo("██████████████████████████████  100 %  10 B of 10 B");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 200})
  void line_anyWindow_neverWraps(int columns) {
    Reading reading = new Reading("日本語のとても長い題名".repeat(5), 1, 3_000, Unit.BYTES);
    assertThat(Text.columns(ProgressBar.line(reading, 7, columns))).isLessThan(columns);
  }

  @Test
  void percent_almostAll_isNotAll() {
    assertThat(Figures.percent(999, 1000)).isEqualTo("99 %");
  }
}
