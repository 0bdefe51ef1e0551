package larder.appliance.mesh.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Keeps writes inside a synced folder: no directory on the way may be a link. */
final class Inside {

  private Inside() {}

  /** Whether everything on the way to {@code target} is a directory, or not there. */
  static boolean leadsTo(Path root, Path target) {
    Path at = root;
    for (Path segment : root.relativize(target)) {
      if (!Files.notExists(at, LinkOption.NOFOLLOW_LINKS)
          && !Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      at = at.resolve(segment);
    }
    return true;
  }

  /**
   * Makes the directories on the way to {@code target}, as far as they are missing.
   *
   * @return false if something else is in the way
   */
  static boolean makeWay(Path root, Path target) throws IOException {
    if (!leadsTo(root, target)) {
      return false;
    }
    Files.createDirectories(target.getParent());
    return true;
  }
}
