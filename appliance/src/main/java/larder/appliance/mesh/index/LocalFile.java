package larder.appliance.mesh.index;

import java.time.Instant;
import java.util.Optional;
import larder.media.Manifest;

/**
 * A file or directory of a shared folder as it is on this machine's disk.
 *
 * @param name clean and relative, see {@link FileNames}
 * @param stamp what tells that it is unchanged without reading it
 * @param permissions Unix mode bits; empty where the disk has none
 * @param manifest its blocks; empty for directories and for files without bytes
 */
public record LocalFile(
    String name,
    Kind kind,
    Stamp stamp,
    Optional<Integer> permissions,
    Optional<Manifest> manifest) {

  /** What it is; a share leaves links out. */
  public enum Kind {
    FILE,
    DIRECTORY,
    SYMLINK
  }

  /**
   * What changes when somebody writes a file.
   *
   * @param identity the file's number on its disk, or empty where there is none
   */
  public record Stamp(long sizeBytes, Instant modified, String identity) {

    private static final String LINK = "link to ";

    /** What tells one symbolic link from another: where it leads, as text that nobody follows. */
    public static Stamp link(String target) {
      return new Stamp(0, Instant.EPOCH, LINK + target);
    }

    /** Where the symbolic link leads; empty for everything else. */
    public String linkTarget() {
      return identity.startsWith(LINK) ? identity.substring(LINK.length()) : "";
    }
  }
}
