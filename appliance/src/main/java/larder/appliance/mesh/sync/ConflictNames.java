package larder.appliance.mesh.sync;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import larder.appliance.mesh.wire.DeviceId;

/** How the copy of a file is called that lost a conflict: as Syncthing calls it. */
final class ConflictNames {

  private static final String MARK = ".sync-conflict-";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private ConflictNames() {}

  /**
   * @param modifiedBy short id of the device whose version won
   */
  static String of(String name, long modifiedBy, Instant now, ZoneId zone) {
    int slash = name.lastIndexOf('/');
    int dot = name.lastIndexOf('.');
    int end = dot > slash ? dot : name.length();
    return name.substring(0, end)
        + MARK
        + TIME.format(now.atZone(zone))
        + "-"
        + shortText(modifiedBy)
        + name.substring(end);
  }

  private static String shortText(long shortId) {
    return DeviceId.of(ByteBuffer.allocate(DeviceId.BYTES).putLong(shortId).array()).shortText();
  }

  /** Whether {@code name} is such a copy, of which there is never another. */
  static boolean isConflict(String name) {
    return name.substring(name.lastIndexOf('/') + 1).contains(MARK);
  }
}
