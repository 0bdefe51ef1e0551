package larder.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import larder.appliance.cli.HomeChecker.Finding;
import larder.appliance.cli.HomeChecker.Report;
import larder.appliance.cli.HomeChecker.Weight;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckHomeCommandTest {

  private static final Report DAMAGED =
      new Report(
          List.of(
              new Finding("state.db", Weight.DAMAGE, "The state is damaged", "restore the backup"),
              new Finding("note\u001b[2J", Weight.FOREIGN, "This is not Larder's", "leave it")),
          3);

  @TempDir Path place;
  private CliHarness larder;

  @BeforeEach
  void start() {
    larder = new CliHarness(place);
  }

  @Test
  void home_sound_endsWithZero() {
    assertThat(larder.run("check-home", "x")).isZero();
    assertThat(larder.out()).contains("0 damaged", "7 chunks checked.");
  }

  @Test
  void home_damaged_saysWhatARepairWouldDoAndEndsWithOne() {
    larder.programs.report = DAMAGED;
    assertThat(larder.run("check-home", "x")).isEqualTo(1);
    assertThat(larder.out())
        .contains("DAMAGED   state.db: The state is damaged. A repair would: restore the backup.")
        .contains("--repair")
        .doesNotContain("\u001b");
  }

  @Test
  void home_repaired_endsWithZero() {
    larder.programs.report = DAMAGED;
    assertThat(larder.run("check-home", "--repair", "x")).isZero();
    assertThat(larder.out()).contains("Done: restore the backup", "all repaired");
  }

  @Test
  void json_asked_isOneDocument() {
    larder.programs.report = DAMAGED;
    assertThat(larder.run("check-home", "--json", "x")).isEqualTo(1);
    assertThat(larder.out())
        .contains("\"sound\":false", "\"weight\":\"damage\"", "\"checkedChunks\":3");
  }

  @Test
  void terminal_watched_showsABar() {
    larder.onTerminal(60);
    assertThat(larder.run("check-home", "x")).isZero();
    assertThat(larder.err()).contains("Checking", "50 %");
  }

  @Test
  void directory_missing_isWrongUsage() {
    assertThat(larder.run("check-home")).isEqualTo(2);
  }
}
