package larder.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Links a Java runtime that has the JDK modules the product needs and nothing else. */
final class RuntimeLinker {

  /**
   * The modules, each with who needs it. A test holds the list against what {@code jdeps} finds in
   * the jars. The application itself stays on the class path: jmDNS and others are automatic
   * modules, which jlink refuses (docs/adr/0005).
   */
  static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging", // slf4j-jdk14
          "java.management", // figures about memory and threads
          "java.naming", // Jetty's certificates and addresses
          "java.net.http", // the command line as a client of the box
          "java.sql", // SQLite
          "java.xml", // Jackson; the feeds to come
          "jdk.net", // socket options of HttpCore
          "jdk.unsupported"); // Unsafe, for libraries that look for it

  /** Seconds on a PC; more than this is a hung machine. */
  private static final int LIMIT_MINUTES = 10;

  private RuntimeLinker() {}

  /**
   * Links into {@code target}, which must not exist. A process of its own, since only a fresh
   * {@code jlink} writes the same bytes each time.
   */
  static void link(Path target) throws IOException, InterruptedException {
    Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
    List<String> command =
        List.of(
            jlink.toString(),
            "--add-modules",
            String.join(",", MODULES),
            "--strip-java-debug-attributes",
            "--no-header-files",
            "--no-man-pages",
            "--compress",
            "zip-6",
            "--output",
            target.toString());
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("jlink did not end within " + LIMIT_MINUTES + " minutes");
      }
      if (process.exitValue() != 0) {
        throw new IOException("jlink failed (" + process.exitValue() + "); it says why above");
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
