package larder.appliance.mesh.discovery.global;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bodies of the protocol. */
final class DiscoveryAnswers {

  /** A device with many addresses needs some kilobytes. */
  static final int MAX_BYTES = 64 << 10;

  /** More addresses than a device has; the rest is passed over. */
  private static final int MOST_ADDRESSES = 32;

  private static final JsonMapper JSON = new JsonMapper();

  private DiscoveryAnswers() {}

  /** The body of an announcement. */
  static byte[] announcement(List<String> addresses) {
    return JSON.writeValueAsBytes(Map.of("addresses", addresses));
  }

  /** The URLs in the answer to a look-up, unjudged; none if the answer is not one. */
  static List<String> addresses(byte[] body) {
    List<String> addresses = new ArrayList<>();
    try {
      for (JsonNode each : JSON.readTree(body).path("addresses")) {
        if (each.isString() && addresses.size() < MOST_ADDRESSES) {
          addresses.add(each.asString());
        }
      }
    } catch (JacksonException e) {
      return List.of();
    }
    return addresses;
  }
}
