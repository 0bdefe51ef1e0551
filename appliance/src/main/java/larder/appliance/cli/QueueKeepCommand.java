package larder.appliance.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code larder queue keep}: exempts a title from making room. */
@Command(
    name = "keep",
    description = "Keeps a title for good: it never makes room for others.",
    mixinStandardHelpOptions = true,
    versionProvider = LarderVersion.class,
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = "  larder queue keep 3f2a91c0")
final class QueueKeepCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private final BoxFlags flags = new BoxFlags();

  @Parameters(paramLabel = "ID", description = "an entry of the queue, or a title's id")
  private String id = "";

  QueueKeepCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    try (BoxClient client = flags.open(context)) {
      Optional<QueueView.Entry> entry = new QueueView(client).find(id);
      String title = entry.map(QueueView.Entry::titleId).orElse(id);
      BoxClient.Answer answer = client.patch("titles/" + Pages.encode(title), Map.of("keep", true));
      String said = "kept  " + Text.harmless(entry.map(QueueView.Entry::name).orElse(title));
      context.out().line(flags.json() ? answer.text() : said);
      return ExitCode.DONE.number();
    }
  }
}
