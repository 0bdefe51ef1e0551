package larder.appliance.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code larder box}: runs the box in the foreground. */
@Command(
    name = "box",
    description = {
      "Runs the box in the foreground: log on stderr, one 'ready' line on stdout.",
      "SIGTERM or Ctrl-C stops it cleanly."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LarderVersion.class,
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = "  larder box --name \"Living room\" --budget 20G")
final class BoxCommand implements Callable<Integer> {

  private final Context context;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "where it keeps everything; default: the platform's place for data")
  private Optional<Path> home = Optional.empty();

  @Option(names = "--name", paramLabel = "N", description = "what the household calls it")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--http",
      paramLabel = "ADDR:PORT",
      description = "where browsers find it; default: port 8080 on every address")
  private Optional<String> http = Optional.empty();

  @Option(
      names = "--budget",
      paramLabel = "SIZE",
      description = "the most that its cache takes, for example 20G")
  private Optional<String> budget = Optional.empty();

  @Mixin private final MeetingFlags meeting = new MeetingFlags();

  @Option(
      names = "--allow-private-addresses",
      description = "stock from URLs of this household's own servers too")
  private boolean allowPrivateAddresses;

  @Option(
      names = "--kiosk-token-file",
      paramLabel = "F",
      description = "write a fresh token with every scope to this file at start")
  private Optional<String> kioskTokenFile = Optional.empty();

  BoxCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    RunningBox box = context.programs().box().start(new BoxOptions(home, settings()));
    Serving serving = new Serving(context);
    serving.closeOnSignal(box);
    serving.announce(box);
    box.ticketUrl().ifPresent(this::invite);
    return serving.untilEnd(box);
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    name.ifPresent(value -> settings.put("name", value));
    http.ifPresent(value -> settings.put("http", value));
    budget.ifPresent(value -> settings.put("budget", value));
    meeting.putInto(settings);
    if (allowPrivateAddresses) {
      settings.put("allow-private-addresses", "true");
    }
    kioskTokenFile.ifPresent(value -> settings.put("kiosk-token-file", value));
    return settings;
  }

  /** Only to a person: the URL lets its first reader in and has no place in a log file. */
  private void invite(URI url) {
    context
        .err()
        .screen()
        .ifPresent(screen -> Invitation.print(context.err(), url, screen.palette()));
  }
}
