package larder.appliance.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code larder library}: what there is to watch. */
@Command(
    name = "library",
    description = "Lists what there is to watch, on the box or on a PC.",
    mixinStandardHelpOptions = true,
    versionProvider = LarderVersion.class,
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = "  larder library \"big buck\"")
final class LibraryCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private final BoxFlags flags = new BoxFlags();

  @Parameters(
      paramLabel = "QUERY",
      arity = "0..1",
      description = "words of the title; default: everything")
  private Optional<String> query = Optional.empty();

  LibraryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    try (BoxClient client = flags.open(context)) {
      String search = query.map(words -> "&query=" + Pages.encode(words)).orElse("");
      List<JsonNode> titles = Pages.all(client, "library?limit=500" + search);
      if (flags.json()) {
        context.out().line(Pages.json(titles));
      } else if (titles.isEmpty()) {
        context.err().line(nothing());
      } else {
        table(titles).print(context.out());
      }
      return ExitCode.DONE.number();
    }
  }

  private String nothing() {
    return query
        .map(words -> "Nothing in the library matches \"" + Text.harmless(words) + "\".")
        .orElse("The library is empty. Share a folder: larder share ~/Videos --box URL --code N");
  }

  private static Table table(List<JsonNode> titles) {
    Table table = new Table(1, "ID", "TITLE", "SIZE", "LENGTH", "WHERE");
    for (JsonNode title : titles) {
      table.row(
          title.path("id").asString(""),
          TitleText.of(title),
          Figures.bytes(title.path("sizeBytes").asLong(0)),
          length(title),
          TitleText.availability(title));
    }
    return table;
  }

  private static String length(JsonNode title) {
    long seconds = Math.round(title.path("durationSeconds").asDouble(0));
    return seconds <= 0 ? "" : Figures.duration(Duration.ofSeconds(seconds));
  }
}
