package larder.appliance.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code larder queue}: what the box was asked to stock. */
@Command(
    name = "queue",
    description = "Lists what the box was asked to stock, or changes it.",
    mixinStandardHelpOptions = true,
    versionProvider = LarderVersion.class,
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = {
      "  larder queue add \"Some Show S01\"",
      "  larder queue --watch",
    })
final class QueueCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private final BoxFlags flags = new BoxFlags();

  @Option(
      names = "--watch",
      description = "show progress until all is there; Ctrl-C leaves, the box goes on")
  private boolean watch;

  QueueCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    if (watch && flags.json()) {
      throw CommandFailedException.usage("--watch and --json exclude each other.");
    }
    try (BoxClient client = flags.open(context)) {
      QueueView queue = new QueueView(client);
      if (watch) {
        return new QueueWatch(context, queue).untilSettled(List.of());
      }
      List<JsonNode> items = Pages.all(client, "queue");
      if (flags.json()) {
        context.out().line(Pages.json(items));
      } else if (items.isEmpty()) {
        context.err().line("The queue is empty. Add something: larder queue add \"Some Show S01\"");
      } else {
        table(queue.entries(items)).print(context.out());
      }
      return ExitCode.DONE.number();
    }
  }

  private static Table table(List<QueueView.Entry> entries) {
    Table table = new Table(2, "POS", "ID", "TITLE", "STATE", "DONE", "SIZE", "LEFT");
    for (QueueView.Entry entry : entries) {
      table.row(
          entry.json().path("position").asString(""),
          entry.shortId(),
          entry.name(),
          state(entry),
          Figures.percent(entry.done(), entry.total()),
          Figures.bytes(entry.total()),
          left(entry));
    }
    return table;
  }

  private static String state(QueueView.Entry entry) {
    String reason = entry.json().path("reason").asString("");
    return reason.isEmpty() ? entry.state() : entry.state() + ": " + reason;
  }

  private static String left(QueueView.Entry entry) {
    JsonNode seconds = entry.json().path("readyInSeconds");
    boolean known = seconds.isNumber() && !entry.isSettled();
    return known ? Figures.duration(Duration.ofSeconds(seconds.asLong(0))) : "";
  }
}
