package larder.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The build's last step: the archive that runs where there is no Java. */
public final class ImageBuilder {

  private ImageBuilder() {}

  /**
   * Builds {@code larder-VERSION-MACHINE.tar.gz}.
   *
   * @param arguments the checkout, the version, the time of every file (RFC 3339), the folder for
   *     the archive
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 4) {
      throw new IllegalArgumentException("usage: ImageBuilder CHECKOUT VERSION TIME TARGET");
    }
    Release release = Release.forThisMachine(arguments[1]);
    build(Path.of(arguments[0]), release, Instant.parse(arguments[2]), Path.of(arguments[3]));
  }

  /**
   * Builds the archive in {@code target}, and beside it the folder that it packs.
   *
   * @return the archive
   */
  static Path build(Path checkout, Release release, Instant time, Path target)
      throws IOException, InterruptedException {
    Path tree = target.resolve(release.name());
    remove(tree);
    Files.createDirectories(target);
    new ReleaseTree(checkout, tree).build();
    Path archive = target.resolve(release.name() + ".tar.gz");
    new ReproducibleTar(time).pack(tree, release.name(), archive);
    return archive;
  }

  private static void remove(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(tree)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
