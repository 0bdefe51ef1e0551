package larder.appliance.cli;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How devices of the mesh find this one: the flags that box and share have in common. */
final class MeetingFlags {

  @Option(
      names = "--mesh",
      paramLabel = "ADDR:PORT",
      description = "where peers find it; default: port 22000 on every address")
  private Optional<String> mesh = Optional.empty();

  @Option(
      names = "--discovery",
      paramLabel = "lan|global|off",
      description = {
        "how devices find each other; default: lan.",
        "global: by servers on the Internet too"
      })
  private Optional<String> discovery = Optional.empty();

  @Option(
      names = "--discovery-servers",
      paramLabel = "URL,URL",
      description = "with global: whom to ask; default: the Syncthing project's")
  private Optional<String> discoveryServers = Optional.empty();

  @Option(
      names = "--relays",
      paramLabel = "URL,URL",
      description = "with global: where to wait for devices that cannot come directly")
  private Optional<String> relays = Optional.empty();

  /** Adds those that were given, by the names of their settings. */
  void putInto(Map<String, String> settings) {
    mesh.ifPresent(value -> settings.put("mesh", value));
    discovery.ifPresent(value -> settings.put("discovery", value));
    discoveryServers.ifPresent(value -> settings.put("discovery-servers", value));
    relays.ifPresent(value -> settings.put("relays", value));
  }
}
