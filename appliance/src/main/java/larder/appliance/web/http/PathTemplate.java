package larder.appliance.web.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A route's path, such as {@code /api/v1/queue/{id}}: fixed segments, and names in braces that take
 * exactly one non-empty segment.
 *
 * @param text as written; starts with a slash
 */
public record PathTemplate(String text) {

  private static final Pattern FORM = Pattern.compile("/|(/([a-zA-Z0-9._-]+|\\{[a-z]+}))+");

  public PathTemplate {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a path template: " + text);
    }
  }

  /** The values of the names in braces if {@code segments} fit, else empty. */
  Optional<Map<String, String>> match(List<String> segments) {
    List<String> own = segments();
    if (own.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < own.size(); i++) {
      String segment = own.get(i);
      String actual = segments.get(i);
      if (isName(segment) && !actual.isEmpty()) {
        values.put(segment.substring(1, segment.length() - 1), actual);
      } else if (!segment.equals(actual)) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  /** The names in braces, in order. */
  public List<String> names() {
    return segments().stream()
        .filter(PathTemplate::isName)
        .map(segment -> segment.substring(1, segment.length() - 1))
        .toList();
  }

  List<String> segments() {
    return List.of(text.substring(1).split("/", -1));
  }

  private static boolean isName(String segment) {
    return segment.startsWith("{");
  }

  @Override
  public String toString() {
    return text;
  }
}
