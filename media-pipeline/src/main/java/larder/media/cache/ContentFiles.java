package larder.media.cache;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import larder.media.ContentId;

/**
 * Where a content lies: {@code <aa>/<contentId>.data} and beside it {@code .map}, {@code aa} being
 * the first two digits, so that no directory grows beyond reason.
 */
record ContentFiles(Path shelf, Path data, Path map) {

  private static final Pattern MAP_NAME = Pattern.compile("([0-9a-f]{64})\\.map");
  private static final Pattern OWN_NAME =
      Pattern.compile("[0-9a-f]{64}\\.(data|map|map\\" + DiskFiles.TEMPORARY_SUFFIX + ")");
  private static final Pattern SHELF_NAME = Pattern.compile("[0-9a-f]{2}");

  static ContentFiles of(Path directory, ContentId content) {
    Path shelf = directory.resolve(content.hex().substring(0, 2));
    return new ContentFiles(
        shelf, shelf.resolve(content.hex() + ".data"), shelf.resolve(content.hex() + ".map"));
  }

  /** The content whose map {@code file} is named after. */
  static Optional<ContentId> contentOfMap(Path file) {
    Matcher matcher = MAP_NAME.matcher(String.valueOf(file.getFileName()));
    return matcher.matches() ? Optional.of(new ContentId(matcher.group(1))) : Optional.empty();
  }

  /** Whether the cache gives files such names; others are somebody else's. */
  static boolean isOwn(Path file) {
    return OWN_NAME.matcher(String.valueOf(file.getFileName())).matches();
  }

  /** The content that a file is of that {@link #isOwn}. */
  static ContentId contentOf(Path own) {
    return new ContentId(String.valueOf(own.getFileName()).substring(0, 64));
  }

  /** Whether a file that {@link #isOwn} was to replace another. */
  static boolean isTemporary(Path own) {
    return String.valueOf(own.getFileName()).endsWith(DiskFiles.TEMPORARY_SUFFIX);
  }

  static boolean isShelf(Path directory) {
    return SHELF_NAME.matcher(String.valueOf(directory.getFileName())).matches();
  }
}
