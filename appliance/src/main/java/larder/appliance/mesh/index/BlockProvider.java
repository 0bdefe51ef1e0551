package larder.appliance.mesh.index;

import java.io.IOException;
import java.util.Optional;
import larder.appliance.mesh.FolderId;
import larder.media.Manifest;

/** Reads the blocks of files that this device announced as held. */
public interface BlockProvider {

  /**
   * Reads block {@code index}; the caller holds it against the manifest's hash before it answers.
   *
   * @return the bytes as they are now, empty if this device no longer has them
   * @throws IOException if the disk fails
   */
  Optional<byte[]> read(HeldFile file, int index) throws IOException;

  /** The bytes that were read do not match: the file changed behind our back. Returns at once. */
  void stale(HeldFile file);

  /** A file that this device announced as held. */
  record HeldFile(FolderId folder, String name, Manifest manifest) {}
}
