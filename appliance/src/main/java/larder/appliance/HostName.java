package larder.appliance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this computer calls itself; from its files, since asking the network can take ten seconds.
 */
final class HostName {

  private static final int MAX_CHARS = 64;

  private HostName() {}

  static String current() {
    String name = firstLine(Path.of("/etc/hostname"));
    if (name.isEmpty()) {
      name = System.getenv().getOrDefault("HOSTNAME", "");
    }
    return name.isEmpty() ? "Larder" : name.substring(0, Math.min(MAX_CHARS, name.length()));
  }

  private static String firstLine(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("").strip();
    } catch (IOException e) {
      return "";
    }
  }
}
