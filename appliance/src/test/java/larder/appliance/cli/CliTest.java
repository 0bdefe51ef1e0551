package larder.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {

  @TempDir private Path folder;
  private CliHarness cli;

  @BeforeEach
  void makeHarness() {
    cli = new CliHarness(folder);
  }

  @Test
  void box_flags_goToTheStarterAsTyped() {
    int exit = cli.run("box", "--home", "/srv/larder", "--name", "Sofa", "--budget", "20G");
    assertThat(exit).isZero();
    assertThat(cli.programs.box)
        .contains(
            new BoxOptions(
                Optional.of(Path.of("/srv/larder")), Map.of("name", "Sofa", "budget", "20G")));
  }

  @Test
  void box_serving_printsOneReadyLine() {
    assertThat(cli.run("box")).isZero();
    assertThat(cli.out())
        .isEqualTo("ready http=http://127.0.0.1:8080 mesh=0.0.0.0:22000 id=ABCDEFG\n");
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void box_onTerminal_showsTicketToThePersonOnly() {
    assertThat(cli.onTerminal(80).run("box")).isZero();
    assertThat(cli.out()).doesNotContain("#t=");
    assertThat(cli.err()).contains("Open http://127.0.0.1:8080/#t=once\n").contains("█");
  }

  @Test
  void box_cannotStart_saysWhyAndFails() {
    cli.programs.refusal = Optional.of("Port 8080 is taken. Stop what uses it, or say --http.");
    assertThat(cli.run("box")).isEqualTo(1);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err())
        .isEqualTo("larder: Port 8080 is taken. Stop what uses it, or say --http.\n");
  }

  @Test
  void box_failsWhileServing_saysWhyAndFails() {
    cli.programs.end = Optional.of("The disk is gone.");
    assertThat(cli.run("box")).isEqualTo(1);
    assertThat(cli.err()).isEqualTo("larder: The disk is gone.\n");
  }

  @Test
  void box_unknownFlag_isWrongUsageWithTheNearest() {
    assertThat(cli.run("box", "--hom", "/x")).isEqualTo(2);
    assertThat(cli.programs.box).isEmpty();
    assertThat(cli.err())
        .isEqualTo(
            """
            larder: Unknown options: '--hom', '/x'.
            Did you mean --home?
            'larder box --help' tells more.
            """);
  }

  @Test
  void larder_unknownCommand_isWrongUsageWithTheNearest() {
    assertThat(cli.run("boxx")).isEqualTo(2);
    assertThat(cli.err()).contains("boxx").contains("Did you mean box?");
  }

  @Test
  void larder_alone_isWrongUsage() {
    assertThat(cli.run()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "box", "share", "pair", "queue", "status", "devices", "library"})
  void help_lists_everyCommandWithAnExample(String command) {
    assertThat(cli.run("help")).isZero();
    assertThat(cli.out()).containsPattern("(?m)^  " + command + " +\\S");
    assertThat(cli.run(command, "--help")).isZero();
    assertThat(cli.out()).contains("Example").contains("  larder " + command);
  }

  @Test
  void demo_started_printsUrlAndCodeOnStdout() {
    assertThat(cli.run("demo")).isZero();
    assertThat(cli.out())
        .contains("ready http=http://127.0.0.1:8080")
        .contains("Open http://127.0.0.1:8080/#t=once\n")
        .contains("█▀");
    assertThat(cli.err()).isEqualTo("Making a movie …\nPairing …\n");
  }

  @Test
  void share_missingFolder_sharesNothing() {
    assertThat(cli.run("share", folder.resolve("nope").toString())).isEqualTo(1);
    assertThat(cli.programs.share).isEmpty();
    assertThat(cli.err()).contains("There is no folder").contains("Nothing is shared");
  }

  @Test
  void share_onTerminal_showsHashing() {
    assertThat(cli.onTerminal(70).run("share", folder.toString())).isZero();
    assertThat(cli.err()).contains("Hashing  ").contains("1.0 kB of 2.0 kB").contains("100 %");
  }
}
