package larder.appliance.cli;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Makes a share known to a box with the code that the TV shows. */
final class BoxJoin {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final URI box;
  private final String code;

  BoxJoin(URI box, String code) {
    this.box = box;
    this.code = code;
  }

  /** The box lets {@code share} in and takes its folders; then the share lets the box in. */
  void join(RunningShare share) throws CommandFailedException, InterruptedException {
    try (BoxClient client = BoxClient.open(box, Optional.empty(), PATIENCE)) {
      JsonNode answer = client.post("pairing/claim", claim(share)).json();
      JsonNode device = answer.path("device");
      String id = device.path("id").asString("");
      int port = device.path("meshPort").asInt(0);
      if (id.isEmpty() || port < 1 || port > 65_535) {
        throw Complaints.notABox(box);
      }
      String name = Text.harmless(device.path("name").asString(box.getHost()));
      share.admit(
          new RunningShare.BoxContact(id, name, List.of("tcp://" + box.getHost() + ":" + port)));
    }
  }

  private Map<String, Object> claim(RunningShare share) {
    List<Map<String, String>> folders =
        share.folders().stream()
            .map(folder -> Map.of("id", folder.id(), "label", folder.label()))
            .toList();
    return Map.of(
        "code",
        code,
        "name",
        share.name(),
        "device",
        Map.of(
            "id", share.ready().deviceId(), "name", share.name(), "addresses", share.addresses()),
        "folders",
        folders);
  }
}
