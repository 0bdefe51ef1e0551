package larder.appliance.mesh.index;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import java.util.Set;

/** Which names a file of a mesh folder may have. */
public final class FileNames {

  /** Linux allows 4,096 bytes for a path; Windows less. */
  private static final int MAX_NAME_BYTES = 4_096;

  private static final Set<String> RESERVED = Set.of(".stfolder", ".stignore", ".stversions");

  private FileNames() {}

  /**
   * What is wrong with a name: it must be a clean relative path in composed form that stays inside
   * its folder and is not one of Syncthing's own.
   */
  public static Optional<String> fault(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      return Optional.of("empty name, or a NUL in it");
    }
    if (name.length() > MAX_NAME_BYTES
        || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      return Optional.of("name longer than " + MAX_NAME_BYTES + " bytes");
    }
    if (!Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
      return Optional.of("name is not in composed form (NFC)");
    }
    String[] segments = name.split("/", -1);
    for (String segment : segments) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return Optional.of("name is not a clean relative path");
      }
    }
    return isReserved(name) ? Optional.of("name is reserved") : Optional.empty();
  }

  /** Whether Syncthing keeps the name for itself: its own files, and those being written. */
  private static boolean isReserved(String name) {
    String first = name.substring(0, Math.max(0, (name + "/").indexOf('/')));
    String last = name.substring(name.lastIndexOf('/') + 1);
    return RESERVED.contains(first)
        || last.startsWith(".syncthing.")
        || last.startsWith("~syncthing~");
  }
}
