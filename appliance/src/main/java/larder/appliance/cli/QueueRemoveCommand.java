package larder.appliance.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code larder queue rm}: takes entries back. */
@Command(
    name = "rm",
    description = "Takes entries off the queue. The files on the PC stay.",
    mixinStandardHelpOptions = true,
    versionProvider = LarderVersion.class,
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = "  larder queue rm 3f2a91c0")
final class QueueRemoveCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private final BoxFlags flags = new BoxFlags();

  @Parameters(paramLabel = "ID", arity = "1..*", description = "entries, as 'larder queue' shows")
  private List<String> ids = List.of();

  QueueRemoveCommand(Context context) {
    this.context = context;
  }

  /** All entries are found before the first is removed: a mistake removes nothing. */
  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    try (BoxClient client = flags.open(context)) {
      QueueView queue = new QueueView(client);
      List<QueueView.Entry> entries = new ArrayList<>();
      for (String id : ids) {
        entries.add(queue.get(id));
      }
      for (QueueView.Entry entry : entries) {
        client.delete("queue/" + Pages.encode(entry.id()));
        String said = "removed  " + Text.harmless(entry.name());
        context.out().line(flags.json() ? entry.json().toString() : said);
      }
      return ExitCode.DONE.number();
    }
  }
}
