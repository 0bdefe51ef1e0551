package larder.appliance.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What this computer calls itself; from its files, since asking the network can take ten seconds.
 */
public final class HostName {

  private static final Path FILE = Path.of("/etc/hostname");

  private HostName() {}

  /** Its name, at most {@link Settings#MAX_NAME_CHARS} printable characters. */
  public static String of(Map<String, String> environment) {
    String name = firstLine();
    if (name.isEmpty()) {
      name = environment.getOrDefault("COMPUTERNAME", environment.getOrDefault("HOSTNAME", ""));
    }
    String printable = name.replaceAll("\\p{Cntrl}", "").strip();
    return printable.isEmpty()
        ? "A computer"
        : printable.substring(0, Math.min(Settings.MAX_NAME_CHARS, printable.length()));
  }

  private static String firstLine() {
    try {
      return Files.readString(FILE).lines().findFirst().orElse("").strip();
    } catch (IOException e) {
      return "";
    }
  }
}
