package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Homes of boxes that something happened to, as {@code larder check-home} sees them. */
final class Homes {

  private static final String DAMAGED = "DAMAGED";

  private Homes() {}

  /**
   * The command calls the home sound, or names what a repair would do; a repair does just that, and
   * then the home is sound.
   *
   * @param scratch where its output is kept meanwhile
   */
  static void assertTruthAndRepair(Path scratch, Path home) throws Exception {
    LarderRun look = LarderRun.of(scratch, Map.of(), "check-home", home.toString());
    List<String> damages = damages(look);
    assertThat(look.exitCode())
        .as("%s%s", look.out(), look.err())
        .isEqualTo(damages.isEmpty() ? 0 : 1);
    LarderRun repair =
        LarderRun.of(scratch, Map.of(), "check-home", home.toString(), "--repair").succeeded();
    assertThat(damages(repair)).as("what it repaired is what it said").isEqualTo(damages);
    LarderRun after = LarderRun.of(scratch, Map.of(), "check-home", home.toString()).succeeded();
    assertThat(damages(after)).isEmpty();
  }

  private static List<String> damages(LarderRun run) {
    return run.out()
        .lines()
        .filter(line -> line.startsWith(DAMAGED))
        .map(line -> line.replaceFirst("\\. (Done|A repair would): .*", ""))
        .toList();
  }
}
