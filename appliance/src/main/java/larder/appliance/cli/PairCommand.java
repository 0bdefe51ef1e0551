package larder.appliance.cli;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import larder.appliance.config.HostName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code larder pair}: gets this user a token from a box. */
@Command(
    name = "pair",
    description = "Pairs this computer's command line with a box.",
    mixinStandardHelpOptions = true,
    versionProvider = LarderVersion.class,
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = "  larder pair http://192.168.1.20:8080 --code 123456")
final class PairCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Context context;

  @Parameters(paramLabel = "URL", description = "the box's address, as the TV shows it")
  private String url = "";

  @Option(
      names = "--code",
      paramLabel = "123456",
      required = true,
      description = "the six digits that the TV shows while pairing is open")
  private String code = "";

  @Option(names = "--name", paramLabel = "N", description = "what the box calls this computer")
  private Optional<String> name = Optional.empty();

  PairCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    URI box = BoxUrl.parse(url);
    String digits = PairingCode.parse(code);
    if (isPairedWith(box)) {
      context.out().line("This computer is paired with " + box + " already; nothing was changed.");
      return ExitCode.DONE.number();
    }
    try (BoxClient client = BoxClient.open(box, Optional.empty(), PATIENCE)) {
      BoxClient.Answer answer =
          client.post(
              "pairing/claim",
              Map.of(
                  "code",
                  digits,
                  "name",
                  name.orElseGet(() -> HostName.of(context.environment()))));
      String token = answer.json().path("token").asString("");
      if (token.isEmpty()) {
        throw Complaints.notABox(box);
      }
      SavedBoxFile.of(context.environment()).save(new SavedBox(box, token));
    }
    context.out().line("Paired with " + box + ". Next: larder library");
    return ExitCode.DONE.number();
  }

  /** Whether the box still knows what is saved here; a code is not spent on it again. */
  private boolean isPairedWith(URI box) throws CommandFailedException, InterruptedException {
    Optional<SavedBox> saved = savedOrNothing().filter(known -> known.url().equals(box));
    if (saved.isEmpty()) {
      return false;
    }
    try (BoxClient client = BoxClient.open(box, saved.map(SavedBox::token), PATIENCE)) {
      return client.isAdmitted();
    }
  }

  /** A damaged file is replaced by pairing. */
  private Optional<SavedBox> savedOrNothing() {
    try {
      return SavedBoxFile.of(context.environment()).load();
    } catch (CommandFailedException e) {
      context.err().line("larder: " + e.sentence());
      return Optional.empty();
    }
  }
}
