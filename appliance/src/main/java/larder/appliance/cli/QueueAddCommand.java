package larder.appliance.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code larder queue add}: asks the box to stock something. */
@Command(
    name = "add",
    description = {
      "Asks the box to stock something. On a terminal, shows progress until it is there;",
      "Ctrl-C leaves, the box goes on."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LarderVersion.class,
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = {"  larder queue add \"Some Show S01\"", "  larder queue add \"big buck\""})
final class QueueAddCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private final BoxFlags flags = new BoxFlags();

  @Option(names = "--no-watch", description = "return as soon as the box has noted it")
  private boolean noWatch;

  @Option(names = "--name", paramLabel = "N", description = "what to call the file of a URL")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--checksum",
      paramLabel = "ALGORITHM=HEX",
      description = "what the file of a URL must be, for example sha-256=…")
  private Optional<String> checksum = Optional.empty();

  @Parameters(
      paramLabel = "WHAT",
      arity = "1..*",
      description = {
        "title ids, words that fit one title, \"Show\", \"Show S01\", \"Show S01E02\",",
        "or the http(s) URL of a file"
      })
  private List<String> wishes = List.of();

  QueueAddCommand(Context context) {
    this.context = context;
  }

  /** All wishes are understood before the first is asked for: a mistake adds nothing. */
  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    try (BoxClient client = flags.open(context)) {
      Wish wish = new Wish(client);
      List<Map<String, Object>> requests = new ArrayList<>();
      for (String what : wishes) {
        requests.add(detailed(wish.resolve(what)));
      }
      List<JsonNode> added = new ArrayList<>();
      for (Map<String, Object> request : requests) {
        client.post("queue", request).json().path("items").forEach(added::add);
      }
      return report(new QueueView(client), added);
    }
  }

  /** Name and checksum belong to one URL, and to nothing else. */
  private Map<String, Object> detailed(Map<String, Object> request) throws CommandFailedException {
    if (name.isEmpty() && checksum.isEmpty()) {
      return request;
    }
    if (!request.containsKey("url") || wishes.size() > 1) {
      throw CommandFailedException.usage("--name and --checksum go with one URL and nothing else.");
    }
    Map<String, Object> detailed = new HashMap<>(request);
    name.ifPresent(value -> detailed.put("name", value));
    checksum.ifPresent(value -> detailed.put("checksum", value));
    return detailed;
  }

  private int report(QueueView queue, List<JsonNode> added)
      throws CommandFailedException, InterruptedException {
    if (flags.json()) {
      context.out().line(Pages.json(added));
      return ExitCode.DONE.number();
    }
    List<QueueView.Entry> entries = queue.entries(added);
    entries.forEach(entry -> context.out().line("queued  " + Text.harmless(entry.name())));
    if (noWatch || entries.isEmpty() || !context.err().isWatched()) {
      return ExitCode.DONE.number();
    }
    return new QueueWatch(context, queue)
        .untilSettled(entries.stream().map(QueueView.Entry::id).toList());
  }
}
