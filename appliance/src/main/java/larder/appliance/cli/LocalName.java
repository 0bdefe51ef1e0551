package larder.appliance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this computer calls itself. */
final class LocalName {

  private LocalName() {}

  /** From the system's files and environment: asking the network can take ten seconds. */
  static String of(Context context) {
    String fromFile = firstLine(Path.of("/etc/hostname"));
    String fromShell =
        context
            .environment()
            .getOrDefault("COMPUTERNAME", context.environment().getOrDefault("HOSTNAME", ""));
    String name = fromFile.isBlank() ? fromShell : fromFile;
    return name.isBlank() ? "A computer" : Text.fit(Text.harmless(name.strip()), 64);
  }

  private static String firstLine(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
