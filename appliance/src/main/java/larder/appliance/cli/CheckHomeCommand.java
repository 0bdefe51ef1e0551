package larder.appliance.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import larder.appliance.cli.HomeChecker.Finding;
import larder.appliance.cli.HomeChecker.Mode;
import larder.appliance.cli.HomeChecker.Report;
import larder.appliance.cli.HomeChecker.Weight;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code larder check-home}: is everything in a home as it should be? */
@Command(
    name = "check-home",
    description = {
      "Looks through a home that no box or share uses: settings, identity, state, every chunk of"
          + " the cache. Changes nothing, unless --repair.",
      "Ends with 0 if all is sound or was repaired, with 1 if damage was found."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LarderVersion.class,
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = {"  larder check-home ~/.local/share/larder", "  larder check-home DIR --repair"})
final class CheckHomeCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Context context;

  @Parameters(paramLabel = "DIR", description = "the home directory")
  private Path home = Path.of(".");

  @Option(
      names = "--repair",
      description = "do what a start would do, and drop damaged chunks, to be fetched again")
  private boolean repair;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  CheckHomeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailedException {
    Mode mode = repair ? Mode.REPAIR : Mode.LOOK;
    Report report;
    try (ProgressBar bar = new ProgressBar(context.err(), context.ticker())) {
      report =
          context
              .programs()
              .homeChecker()
              .check(
                  home,
                  mode,
                  (done, total) ->
                      bar.show(
                          new ProgressBar.Reading(
                              "Checking", done, total, ProgressBar.Unit.BYTES)));
    }
    if (json) {
      context.out().line(JSON.writeValueAsString(json(report)));
    } else {
      print(report);
    }
    boolean sound = repair || report.damages() == 0;
    return (sound ? ExitCode.DONE : ExitCode.FAILED).number();
  }

  private void print(Report report) {
    for (Finding finding : report.findings()) {
      context.out().line(line(finding));
    }
    context
        .out()
        .line(
            report.damages()
                + " damaged, "
                + count(report, Weight.LEFTOVER)
                + " left over, "
                + count(report, Weight.FOREIGN)
                + " not Larder's; "
                + report.checkedChunks()
                + " chunks checked"
                + (repair ? "; all repaired." : "."));
    if (!repair && report.damages() > 0) {
      context.out().line("'larder check-home --repair' repairs it, and so does the next start.");
    }
  }

  private String line(Finding finding) {
    String remedy = finding.remedy();
    boolean done = repair && finding.weight() != Weight.FOREIGN;
    return word(finding.weight())
        + Text.harmless(finding.path())
        + ": "
        + Text.harmless(finding.what())
        + (done ? ". Done: " : ". A repair would: ")
        + remedy
        + ".";
  }

  private static String word(Weight weight) {
    return switch (weight) {
      case DAMAGE -> "DAMAGED   ";
      case LEFTOVER -> "left over ";
      case FOREIGN -> "foreign   ";
    };
  }

  private static long count(Report report, Weight weight) {
    return report.findings().stream().filter(finding -> finding.weight() == weight).count();
  }

  private Map<String, Object> json(Report report) {
    List<Map<String, String>> findings =
        report.findings().stream()
            .map(
                finding ->
                    Map.of(
                        "path", finding.path(),
                        "weight", finding.weight().name().toLowerCase(java.util.Locale.ROOT),
                        "what", finding.what(),
                        "remedy", finding.remedy()))
            .collect(Collectors.toList());
    return Map.of(
        "home",
        home.toString(),
        "sound",
        report.damages() == 0,
        "repaired",
        repair,
        "checkedChunks",
        report.checkedChunks(),
        "findings",
        findings);
  }
}
