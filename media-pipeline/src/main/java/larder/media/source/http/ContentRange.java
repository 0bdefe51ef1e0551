package larder.media.source.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a part says of its place: {@code bytes FIRST-LAST/SIZE} (RFC 9110, 14.4).
 *
 * @param sizeBytes of the whole file
 */
record ContentRange(long first, long last, long sizeBytes) {

  private static final Pattern FORM =
      Pattern.compile("(?i)bytes[ =](\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
  private static final Pattern UNSATISFIED = Pattern.compile("(?i)bytes \\*/(\\d{1,18})");

  static Optional<ContentRange> parse(String header) {
    Matcher parts = FORM.matcher(header);
    return parts.matches()
        ? Optional.of(
            new ContentRange(
                Long.parseLong(parts.group(1)),
                Long.parseLong(parts.group(2)),
                Long.parseLong(parts.group(3))))
        : Optional.empty();
  }

  /** The size in the answer to a range that lies outside the file. */
  static Optional<Long> sizeIfUnsatisfied(String header) {
    Matcher parts = UNSATISFIED.matcher(header);
    return parts.matches() ? Optional.of(Long.valueOf(parts.group(1))) : Optional.empty();
  }
}
