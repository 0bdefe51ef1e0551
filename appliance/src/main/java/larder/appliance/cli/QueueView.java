package larder.appliance.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The box's queue as one command run sees it; asks for each title's name once. */
final class QueueView {

  private final BoxClient client;
  private final Map<String, String> names = new HashMap<>();

  /** One entry; {@code shortId} is enough of its id to tell it from the others. */
  record Entry(String id, String titleId, String name, String shortId, JsonNode json) {

    long done() {
      return json.path("bytesDone").asLong(0);
    }

    long total() {
      return json.path("bytesTotal").asLong(0);
    }

    String state() {
      return json.path("state").asString("?");
    }

    /** Nothing more will happen to it by itself. */
    boolean isSettled() {
      return state().equals("ready") || state().equals("failed") || state().equals("paused");
    }
  }

  QueueView(BoxClient client) {
    this.client = client;
  }

  List<Entry> entries() throws CommandFailedException, InterruptedException {
    return entries(Pages.all(client, "queue"));
  }

  List<Entry> entries(List<JsonNode> items) throws CommandFailedException, InterruptedException {
    List<String> ids = items.stream().map(item -> item.path("id").asString("")).toList();
    List<Entry> entries = new ArrayList<>();
    for (JsonNode item : items) {
      String id = item.path("id").asString("");
      String titleId = titleId(item);
      entries.add(new Entry(id, titleId, name(item, titleId), ShortIds.of(id, ids), item));
    }
    return entries;
  }

  /** The entry whose id is, or alone begins with, {@code typed}. */
  Optional<Entry> find(String typed) throws CommandFailedException, InterruptedException {
    List<Entry> entries = entries();
    Optional<Entry> exact = entries.stream().filter(entry -> entry.id().equals(typed)).findFirst();
    if (exact.isPresent()) {
      return exact;
    }
    List<Entry> matching = entries.stream().filter(entry -> entry.id().startsWith(typed)).toList();
    if (matching.size() > 1) {
      throw CommandFailedException.failed(
          "\""
              + Text.harmless(typed)
              + "\" fits "
              + matching.size()
              + " entries. 'larder queue --json' shows whole ids.");
    }
    return matching.stream().findFirst();
  }

  Entry get(String typed) throws CommandFailedException, InterruptedException {
    return find(typed)
        .orElseThrow(
            () ->
                CommandFailedException.failed(
                    "There is no entry "
                        + Text.harmless(typed)
                        + " in the queue. 'larder queue' lists them."));
  }

  private static String titleId(JsonNode item) {
    JsonNode title = item.path("title");
    return title.isObject() ? title.path("id").asString("") : title.asString("");
  }

  private String name(JsonNode item, String titleId)
      throws CommandFailedException, InterruptedException {
    if (item.path("title").isObject()) {
      return TitleText.of(item.path("title"));
    }
    Optional<String> known = Optional.ofNullable(names.get(titleId));
    if (known.isPresent()) {
      return known.get();
    }
    String name = client.find("titles/" + Pages.encode(titleId)).map(TitleText::of).orElse(titleId);
    names.put(titleId, name);
    return name;
  }
}
