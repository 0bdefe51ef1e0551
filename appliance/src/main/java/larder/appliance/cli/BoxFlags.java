package larder.appliance.cli;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which box a command talks to, and how it answers: the flags that all client commands share. */
final class BoxFlags {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Option(
      names = "--box",
      paramLabel = "URL",
      description = "the box; default: LARDER_BOX, then the one that was paired")
  private Optional<String> box = Optional.empty();

  @Option(
      names = "--token",
      paramLabel = "T",
      description = "a token for it; default: LARDER_TOKEN, then the one from pairing")
  private Optional<String> token = Optional.empty();

  @Option(names = "--json", description = "print the box's own JSON")
  private boolean json;

  boolean json() {
    return json;
  }

  /**
   * @throws CommandFailedException if no box is known
   */
  BoxClient open(Context context) throws CommandFailedException {
    Optional<SavedBox> saved = SavedBoxFile.of(context.environment()).load();
    Optional<String> named = box.or(() -> variable(context, "LARDER_BOX"));
    URI url =
        named.isPresent()
            ? BoxUrl.parse(named.get())
            : saved.map(SavedBox::url).orElseThrow(Complaints::notPaired);
    // A token is for its box alone: another address must not learn it.
    Optional<String> secret =
        token
            .or(() -> variable(context, "LARDER_TOKEN"))
            .or(() -> saved.filter(known -> known.url().equals(url)).map(SavedBox::token));
    return BoxClient.open(url, secret, PATIENCE);
  }

  private static Optional<String> variable(Context context, String name) {
    return Optional.ofNullable(context.environment().get(name)).filter(value -> !value.isBlank());
  }
}
