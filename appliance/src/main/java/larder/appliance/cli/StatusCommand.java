package larder.appliance.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code larder status}: how the box is. */
@Command(
    name = "status",
    description = "Says how the box is and how full its cache.",
    mixinStandardHelpOptions = true,
    versionProvider = LarderVersion.class,
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = "  larder status --json")
final class StatusCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private final BoxFlags flags = new BoxFlags();

  StatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    try (BoxClient client = flags.open(context)) {
      BoxClient.Answer answer = client.get("status");
      if (flags.json()) {
        context.out().line(answer.text());
      } else {
        print(client, answer.json());
      }
      return ExitCode.DONE.number();
    }
  }

  private void print(BoxClient client, JsonNode status) {
    line("Name", status.path("name").asString("?"));
    line("Address", client.box().toString());
    line("Id", status.path("id").asString("?"));
    line("Version", status.path("version").asString("?"));
    line("Up", Figures.duration(Duration.ofSeconds(status.path("uptimeSeconds").asLong(0))));
    JsonNode cache = status.path("cache");
    long used = cache.path("usedBytes").asLong(0);
    long budget = cache.path("budgetBytes").asLong(0);
    line(
        "Cache",
        Figures.bytes(used)
            + " of "
            + Figures.bytes(budget)
            + ", "
            + Figures.bytes(cache.path("keptBytes").asLong(0))
            + " kept for good");
    line("Disk", Figures.bytes(cache.path("freeDiskBytes").asLong(0)) + " free");
  }

  private void line(String word, String value) {
    context.out().line(Text.pad(word, 9) + Text.harmless(value));
  }
}
