package larder.appliance.mesh.wire;

/**
 * One entry of an index, as it travels.
 *
 * @param name path in the folder, UTF-8, {@code /} between segments; unchecked as it came from the
 *     wire
 * @param permissions Unix mode bits
 * @param invalid the announcer knows the entry but cannot serve it
 * @param sequence the announcer's folder-local counter of changes
 * @param modifiedBy short id of the device that made this version, unsigned
 * @param blockSize 0 on the wire means 128 KiB
 * @param blocks empty for directories, symlinks, deleted and invalid entries
 * @param symlinkTarget empty unless {@code type} is {@code SYMLINK}
 */
public record FileInfo(
    String name,
    Type type,
    long sizeBytes,
    int permissions,
    long modifiedSeconds,
    int modifiedNanos,
    boolean deleted,
    boolean invalid,
    boolean noPermissions,
    VersionVector version,
    long sequence,
    long modifiedBy,
    int blockSize,
    Blocks blocks,
    String symlinkTarget) {

  /** What an entry is. */
  public enum Type {
    FILE,
    DIRECTORY,
    SYMLINK
  }
}
