package larder.appliance.mesh.discovery.global;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import larder.appliance.mesh.wire.DeviceId;

/**
 * A discovery server.
 *
 * @param url where it is asked, without what is for this device only
 * @param pinned the server's id, if its certificate is its own; else an authority must know it
 */
public record DiscoveryServer(URI url, Optional<DeviceId> pinned, Set<Use> uses) {

  /**
   * The public ones that the Syncthing project runs. Source: its configuration's defaults, as of
   * 1.29.6 and 2.x.
   */
  public static final List<String> PUBLIC =
      List.of(
          "https://discovery-lookup.syncthing.net/v2/?noannounce",
          "https://discovery-announce-v4.syncthing.net/v2/?nolookup",
          "https://discovery-announce-v6.syncthing.net/v2/?nolookup");

  /** What a server is for. */
  public enum Use {
    ANNOUNCE,
    LOOK_UP
  }

  public DiscoveryServer {
    uses = Set.copyOf(uses);
  }

  /**
   * Reads {@code https://host/path/?id=…&noannounce&nolookup}; everything after the path may be
   * left out.
   *
   * @throws IllegalArgumentException if it is none; the message is fit for people
   */
  public static DiscoveryServer parse(String text) {
    URI uri = uri(text);
    if (!"https".equals(uri.getScheme()) || uri.getHost() == null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException(expectation(text));
    }
    Set<Use> uses = EnumSet.allOf(Use.class);
    Optional<DeviceId> pinned = Optional.empty();
    for (String part : parameters(uri)) {
      switch (part.replaceFirst("=.*", "")) {
        case "noannounce" -> uses.remove(Use.ANNOUNCE);
        case "nolookup" -> uses.remove(Use.LOOK_UP);
        case "id" -> pinned = Optional.of(DeviceId.parse(part.substring(part.indexOf('=') + 1)));
        default ->
            throw new IllegalArgumentException(
                "a discovery server with \"" + part + "\"; id, noannounce and nolookup are known");
      }
    }
    String path = Optional.ofNullable(uri.getRawPath()).filter(p -> !p.isEmpty()).orElse("/");
    return new DiscoveryServer(URI.create("https://" + uri.getRawAuthority() + path), pinned, uses);
  }

  private static List<String> parameters(URI uri) {
    return Optional.ofNullable(uri.getQuery()).stream()
        .flatMap(query -> Arrays.stream(query.split("&", -1)))
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(expectation(text), e);
    }
  }

  private static String expectation(String text) {
    return "not a discovery server: \"" + text + "\"; https://HOST/?id=DEVICE-ID is expected";
  }
}
