package larder.image;

import java.util.Locale;

/**
 * What is released: one version for one kind of machine.
 *
 * @param version as in the build, such as {@code 0.1.0}
 * @param machine such as {@code linux-x86_64}
 */
public record Release(String version, String machine) {

  public Release {
    if (!version.matches("[0-9A-Za-z.+-]{1,40}")) {
      throw new IllegalArgumentException("not a version: \"" + version + "\"");
    }
    if (!machine.matches("[a-z0-9_]+-[a-z0-9_]+")) {
      throw new IllegalArgumentException("not a machine: \"" + machine + "\"");
    }
  }

  /** A release for machines like this one, as Java names it. */
  public static Release forThisMachine(String version) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch");
    String kind = processor.equals("amd64") ? "x86_64" : processor;
    return new Release(version, (system.startsWith("mac") ? "macos" : system) + "-" + kind);
  }

  /** The name of the archive's only folder, and of the archive without its ending. */
  public String name() {
    return "larder-" + version + "-" + machine;
  }
}
