package larder.appliance.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code larder tokens}: who was let in to the box's pages and calls. */
@Command(
    name = "tokens",
    description = "Lists the browsers and command lines that were paired.",
    mixinStandardHelpOptions = true,
    versionProvider = LarderVersion.class,
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = {"  larder tokens", "  larder tokens revoke 0123456789abcdef"})
final class TokensCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private final BoxFlags flags = new BoxFlags();

  TokensCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    try (BoxClient client = flags.open(context)) {
      List<JsonNode> tokens = Pages.all(client, "tokens");
      if (flags.json()) {
        context.out().line(Pages.json(tokens));
      } else {
        print(tokens);
      }
      return ExitCode.DONE.number();
    }
  }

  private void print(List<JsonNode> tokens) {
    Table table = new Table(0, "NAME", "MAY", "LAST USED", "ID");
    for (JsonNode token : tokens) {
      table.row(
          token.path("name").asString("?"),
          scopes(token),
          token.path("lastUsed").asString("never"),
          token.path("id").asString("?"));
    }
    table.print(context.out());
  }

  private static String scopes(JsonNode token) {
    return StreamSupport.stream(token.path("scopes").spliterator(), false)
        .map(scope -> scope.asString(""))
        .collect(Collectors.joining(", "));
  }

  /** {@code larder tokens revoke}: puts one out. */
  @Command(
      name = "revoke",
      description = "Puts paired browsers or command lines out at once; what they stream ends.",
      mixinStandardHelpOptions = true,
      versionProvider = LarderVersion.class,
      sortOptions = false,
      footerHeading = "%nExample:%n",
      footer = "  larder tokens revoke 0123456789abcdef")
  static final class Revoke implements Callable<Integer> {

    private final Context context;
    @Mixin private final BoxFlags flags = new BoxFlags();

    @Parameters(paramLabel = "ID", arity = "1..*", description = "ids, as 'larder tokens' lists")
    private List<String> ids = List.of();

    Revoke(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() throws CommandFailedException, InterruptedException {
      for (String id : ids) {
        if (!id.matches("[0-9a-z-]{1,64}")) {
          throw CommandFailedException.usage(
              "\"" + Text.harmless(id) + "\" is not an id. 'larder tokens' lists them.");
        }
      }
      try (BoxClient client = flags.open(context)) {
        for (String id : ids) {
          String answer = client.delete("tokens/" + id).text();
          if (!flags.json()) {
            context.out().line("Put out: " + id);
          } else if (!answer.isEmpty()) {
            context.out().line(answer);
          }
        }
      }
      return ExitCode.DONE.number();
    }
  }
}
