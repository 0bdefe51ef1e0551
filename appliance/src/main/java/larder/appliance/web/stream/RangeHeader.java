package larder.appliance.web.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import larder.media.ByteRange;

/**
 * Reads {@code Range} (RFC 9110, 14.1 and 14.2). What is malformed, of another unit or an abuse is
 * ignored, as the RFC allows; what asks only for bytes that do not exist is unsatisfiable.
 */
final class RangeHeader {

  /** Players ask for one or two; hundreds are an attack (RFC 9110, 17.15). */
  static final int MAX_RANGES = 16;

  private static final Pattern FORM = Pattern.compile("([0-9]*)-([0-9]*)");

  /** Numbers with more digits are beyond any file and mean "to the end". */
  private static final int MAX_DIGITS = 18;

  private RangeHeader() {}

  /** Which bytes of a content of {@code sizeBytes} the field asks for. */
  static Selection select(Optional<String> header, long sizeBytes) {
    Optional<List<String>> specs = header.flatMap(RangeHeader::specs);
    if (specs.isEmpty()) {
      return new Selection.All();
    }
    List<ByteRange> ranges = new ArrayList<>();
    for (String spec : specs.get()) {
      Matcher matcher = FORM.matcher(spec);
      if (!matcher.matches() || isInvalid(matcher.group(1), matcher.group(2))) {
        return new Selection.All();
      }
      range(matcher.group(1), matcher.group(2), sizeBytes).ifPresent(ranges::add);
    }
    return ranges.isEmpty() ? new Selection.Unsatisfiable() : new Selection.Some(apart(ranges));
  }

  private static Optional<List<String>> specs(String header) {
    int equals = header.indexOf('=');
    if (equals < 0 || !header.substring(0, equals).strip().equalsIgnoreCase("bytes")) {
      return Optional.empty();
    }
    String[] parts = header.substring(equals + 1).split(",", MAX_RANGES + 2);
    List<String> specs = new ArrayList<>();
    for (String part : parts) {
      if (!part.isBlank()) {
        specs.add(part.strip());
      }
    }
    return specs.isEmpty() || specs.size() > MAX_RANGES ? Optional.empty() : Optional.of(specs);
  }

  private static boolean isInvalid(String first, String last) {
    if (first.isEmpty()) {
      return last.isEmpty();
    }
    return !last.isEmpty() && number(last) < number(first);
  }

  /** The bytes that exist of one valid spec; empty if none do. */
  private static Optional<ByteRange> range(String first, String last, long sizeBytes) {
    if (first.isEmpty()) {
      long length = Math.min(number(last), sizeBytes);
      return length == 0
          ? Optional.empty()
          : Optional.of(new ByteRange(sizeBytes - length, length));
    }
    long from = number(first);
    if (from >= sizeBytes) {
      return Optional.empty();
    }
    long end = last.isEmpty() ? sizeBytes : Math.min(number(last), sizeBytes - 1) + 1;
    return Optional.of(new ByteRange(from, end - from));
  }

  private static long number(String digits) {
    String plain = digits.replaceFirst("^0+(?=.)", "");
    return plain.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(plain);
  }

  /** The ranges in the order asked; if some overlap, joined and sorted, so none is sent twice. */
  private static List<ByteRange> apart(List<ByteRange> ranges) {
    List<ByteRange> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparingLong(ByteRange::offsetBytes));
    List<ByteRange> joined = new ArrayList<>();
    for (ByteRange range : sorted) {
      if (!joined.isEmpty() && range.offsetBytes() < joined.getLast().endBytes()) {
        ByteRange before = joined.removeLast();
        long end = Math.max(before.endBytes(), range.endBytes());
        joined.add(new ByteRange(before.offsetBytes(), end - before.offsetBytes()));
      } else {
        joined.add(range);
      }
    }
    return joined.size() == ranges.size() ? ranges : joined;
  }
}
