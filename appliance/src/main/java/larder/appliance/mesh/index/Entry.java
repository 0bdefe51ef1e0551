package larder.appliance.mesh.index;

import java.util.Optional;
import larder.appliance.mesh.wire.Blocks;
import larder.appliance.mesh.wire.FileInfo;
import larder.appliance.mesh.wire.VersionVector;
import larder.media.ContentId;

/**
 * An index entry as stored: block hashes are kept apart, once for each content.
 *
 * @param info without blocks and block size
 * @param content what a live file's bytes are; empty for everything else and for empty files
 */
record Entry(FileInfo info, Optional<ContentId> content) {

  /** Whether the announcer can serve it, or vouches that it is gone. */
  boolean isValid() {
    return !info.invalid();
  }

  boolean isLiveFile() {
    return isValid() && !info.deleted() && info.type() == FileInfo.Type.FILE;
  }

  /** Same version, same announcement, wherever it stands in the sequence. */
  boolean saysTheSameAs(Entry other) {
    return info.version().equals(other.info.version())
        && info.deleted() == other.info.deleted()
        && info.invalid() == other.info.invalid()
        && info.type() == other.info.type()
        && content.equals(other.content);
  }

  /** What a device announces that knows this version and cannot serve it. */
  Entry asInvalid() {
    return new Entry(with(true, info.sequence()), Optional.empty());
  }

  Entry withSequence(long sequence) {
    return new Entry(with(info.invalid(), sequence), content);
  }

  Entry withVersion(VersionVector version) {
    FileInfo merged =
        new FileInfo(
            info.name(),
            info.type(),
            info.sizeBytes(),
            info.permissions(),
            info.modifiedSeconds(),
            info.modifiedNanos(),
            info.deleted(),
            info.invalid(),
            info.noPermissions(),
            version,
            info.sequence(),
            info.modifiedBy(),
            0,
            Blocks.NONE,
            info.symlinkTarget());
    return new Entry(merged, content);
  }

  /** The announcement as it travels, with its blocks. */
  FileInfo withBlocks(int blockBytes, Blocks blocks) {
    return copy(info.invalid(), info.sequence(), blockBytes, blocks);
  }

  /** The same file, gone, in the version that {@code version} says. */
  Entry asDeleted(VersionVector version, long modifiedBy) {
    FileInfo gone =
        new FileInfo(
            info.name(),
            info.type(),
            0,
            info.permissions(),
            info.modifiedSeconds(),
            info.modifiedNanos(),
            true,
            false,
            info.noPermissions(),
            version,
            info.sequence(),
            modifiedBy,
            0,
            Blocks.NONE,
            "");
    return new Entry(gone, Optional.empty());
  }

  private FileInfo with(boolean invalid, long sequence) {
    return copy(invalid, sequence, 0, Blocks.NONE);
  }

  private FileInfo copy(boolean invalid, long sequence, int blockBytes, Blocks blocks) {
    return new FileInfo(
        info.name(),
        info.type(),
        info.sizeBytes(),
        info.permissions(),
        info.modifiedSeconds(),
        info.modifiedNanos(),
        info.deleted(),
        invalid,
        info.noPermissions(),
        info.version(),
        sequence,
        info.modifiedBy(),
        blockBytes,
        blocks,
        info.symlinkTarget());
  }
}
