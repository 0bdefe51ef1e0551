package larder.appliance.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A list of the API, all its pages. */
final class Pages {

  /** 500 titles a page: a hundred thousand. A box that goes on is broken, not large. */
  private static final int MOST = 200;

  private Pages() {}

  /**
   * @param call path and query; a cursor is added to it
   */
  static List<JsonNode> all(BoxClient client, String call)
      throws CommandFailedException, InterruptedException {
    List<JsonNode> items = new ArrayList<>();
    String cursor = "";
    for (int page = 0; page < MOST; page++) {
      JsonNode answer = client.get(call + cursor(call, cursor)).json();
      answer.path("items").forEach(items::add);
      cursor = answer.path("next").asString("");
      if (cursor.isEmpty()) {
        return items;
      }
    }
    throw CommandFailedException.failed(
        "The box's list has no end after " + items.size() + " items. Its log may say why.");
  }

  /** All items in the form of a single page. */
  static String json(List<JsonNode> items) {
    ObjectNode page = BoxClient.JSON.createObjectNode();
    ArrayNode array = page.putArray("items");
    items.forEach(array::add);
    page.putNull("next");
    return page.toString();
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String cursor(String call, String cursor) {
    return cursor.isEmpty() ? "" : (call.contains("?") ? "&" : "?") + "cursor=" + encode(cursor);
  }
}
