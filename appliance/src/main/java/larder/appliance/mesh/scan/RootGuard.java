package larder.appliance.mesh.scan;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.index.SharedIndex;
import larder.appliance.mesh.index.SharedIndex.Root;

/**
 * Tells a directory whose user deleted files from one that is not really there: unplugged,
 * unmounted, or another disk in its place. Only the first may turn into deletions.
 */
public final class RootGuard {

  /** Enough names to tell another disk by. */
  private static final int SAMPLE = 200;

  private final SharedIndex index;

  public RootGuard(SharedIndex index) {
    this.index = index;
  }

  /** Why {@code root} must not be believed; empty if it may. The reason is for people. */
  public Optional<String> fault(Root root) throws IOException {
    if (!Files.isDirectory(root.root(), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(root.root() + " is not there. Plug in its disk, or share it no longer.");
    }
    List<String> known = index.names(root.folder(), "", SAMPLE);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    if (isEmpty(root.root())) {
      return Optional.of(
          root.root()
              + " is empty, but had files. Mount its disk. If you deleted everything, share it no"
              + " longer.");
    }
    long there = known.stream().filter(name -> isThere(root.root().resolve(name))).count();
    boolean another = !root.identity().isEmpty() && !root.identity().equals(identity(root.root()));
    return another && there * 2 < known.size()
        ? Optional.of(
            root.root()
                + " does not have the files that it had; another disk seems to be in its place."
                + " Nothing was changed for the other devices.")
        : Optional.empty();
  }

  /** Which directory it is. */
  static String identity(Path root) throws IOException {
    return String.valueOf(FileStamps.attributes(root).fileKey());
  }

  static boolean isThere(Path file) {
    return !Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    }
  }
}
