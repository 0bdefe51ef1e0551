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

  /**
   * Whether this entry's version is to be preferred to {@code that} one's: the newer version, or in
   * a conflict what serves best: valid before invalid, alive before deleted, then the later change,
   * then the version's own tie-break.
   */
  public boolean winsOver(FileInfo that) {
    return switch (version.compare(that.version)) {
      case GREATER -> true;
      case EQUAL, LESSER -> false;
      case CONCURRENT_GREATER -> winsConflict(that, true);
      case CONCURRENT_LESSER -> winsConflict(that, false);
    };
  }

  private boolean winsConflict(FileInfo that, boolean winsTie) {
    if (invalid != that.invalid) {
      return !invalid;
    }
    if (deleted != that.deleted) {
      return !deleted;
    }
    int later = Long.compare(modifiedSeconds, that.modifiedSeconds);
    later = later == 0 ? Integer.compare(modifiedNanos, that.modifiedNanos) : later;
    return later == 0 ? winsTie : later > 0;
  }

  /** What an entry is. */
  public enum Type {
    FILE,
    DIRECTORY,
    SYMLINK
  }
}
