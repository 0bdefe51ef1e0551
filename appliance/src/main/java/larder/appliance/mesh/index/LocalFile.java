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

  /** What it is; links are not shared. */
  public enum Kind {
    FILE,
    DIRECTORY
  }

  /**
   * What changes when somebody writes a file.
   *
   * @param identity the file's number on its disk, or empty where there is none
   */
  public record Stamp(long sizeBytes, Instant modified, String identity) {}
}
