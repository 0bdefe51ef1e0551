package larder.appliance.mesh.scan;

import java.nio.file.Path;

/** Hears how the scanner gets on. The calls are short and come from the scanner's thread. */
public interface ScanListener {

  /** Hashing goes on; a few times a second at most. */
  void hashing(Path root, long doneBytes, long totalBytes);

  /**
   * The folder is read to the end.
   *
   * @param entries files and directories that it has
   */
  void scanned(Path root, long entries);

  /** The folder cannot be read; what was announced stays as it is. The reason is for people. */
  void failed(Path root, String reason);
}
