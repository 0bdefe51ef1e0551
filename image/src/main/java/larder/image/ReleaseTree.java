package larder.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lays out what is installed, wherever it is installed from: {@code bin/} the launcher, {@code
 * lib/} the jars, {@code runtime/} Java, {@code doc/} texts and licences.
 */
final class ReleaseTree {

  private static final List<String> TEXTS =
      List.of("LICENSE", "NOTICE", "README.md", "CHANGELOG.md");

  private final Path checkout;
  private final Path root;

  /**
   * @param checkout where the sources and the built jars are
   * @param root the folder to fill; must not exist
   */
  ReleaseTree(Path checkout, Path root) {
    this.checkout = checkout;
    this.root = root;
  }

  void build() throws IOException, InterruptedException {
    Files.createDirectories(root.resolve("bin"));
    Files.createDirectories(root.resolve("lib"));
    Files.createDirectories(root.resolve("doc"));
    RuntimeLinker.link(root.resolve("runtime"));
    Path launch = checkout.resolve("image/src/main/launch");
    copy(launch.resolve("larder"), "bin");
    copy(launch.resolve("jvm.options"), "lib");
    for (Path jar : jars(checkout)) {
      copy(jar, "lib");
    }
    for (String text : TEXTS) {
      copy(checkout.resolve(text), "doc");
    }
  }

  /** The application's own jar and those it runs with. */
  static List<Path> jars(Path checkout) throws IOException {
    Path target = checkout.resolve("appliance/target");
    List<Path> jars;
    try (Stream<Path> own = Files.list(target);
        Stream<Path> others = Files.list(target.resolve("lib"))) {
      jars =
          Stream.concat(own, others)
              .filter(file -> file.toString().endsWith(".jar"))
              .filter(file -> !file.toString().endsWith("-tests.jar"))
              .sorted()
              .toList();
    }
    if (jars.size() < 2) {
      throw new IOException("no jars under " + target + "; build the appliance first");
    }
    return jars;
  }

  private void copy(Path file, String folder) throws IOException {
    Files.copy(file, root.resolve(folder).resolve(file.getFileName()));
  }
}
