package larder.appliance.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code larder queue move}: changes the order. */
@Command(
    name = "move",
    description = "Moves an entry to another position of the queue.",
    mixinStandardHelpOptions = true,
    versionProvider = LarderVersion.class,
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = "  larder queue move 3f2a91c0 1")
final class QueueMoveCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private final BoxFlags flags = new BoxFlags();

  @Parameters(index = "0", paramLabel = "ID", description = "an entry, as 'larder queue' shows")
  private String id = "";

  @Parameters(index = "1", paramLabel = "POS", description = "a position as 'larder queue' shows")
  private int position;

  QueueMoveCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    if (position < 0) {
      throw CommandFailedException.usage("There is no position " + position + ".");
    }
    try (BoxClient client = flags.open(context)) {
      QueueView.Entry entry = new QueueView(client).get(id);
      BoxClient.Answer answer =
          client.patch("queue/" + Pages.encode(entry.id()), Map.of("position", position));
      String said = "moved to " + position + "  " + Text.harmless(entry.name());
      context.out().line(flags.json() ? answer.text() : said);
      return ExitCode.DONE.number();
    }
  }
}
