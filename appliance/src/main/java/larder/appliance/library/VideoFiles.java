package larder.appliance.library;

import java.util.Locale;
import java.util.Set;

/** Which files are titles. */
final class VideoFiles {

  private static final Set<String> EXTENSIONS =
      Set.of(
          "mkv", "mp4", "m4v", "mov", "webm", "avi", "ts", "m2ts", "mts", "mpg", "mpeg", "vob",
          "wmv", "flv", "ogv", "3gp", "divx", "asf");

  private VideoFiles() {}

  /** Whether {@code path} names a video; hidden files and samples of releases do not count. */
  static boolean isVideo(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    int dot = file.lastIndexOf('.');
    return dot > 0
        && file.charAt(0) != '.'
        && !path.startsWith(".")
        && !path.contains("/.")
        && EXTENSIONS.contains(file.substring(dot + 1).toLowerCase(Locale.ROOT));
  }
}
