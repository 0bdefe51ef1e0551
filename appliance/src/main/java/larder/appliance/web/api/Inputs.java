package larder.appliance.web.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import larder.appliance.web.http.Problem;
import larder.appliance.web.http.ProblemException;
import org.jspecify.annotations.Nullable;

/** Turns what callers sent into values, or says which field is wrong and why. */
final class Inputs {

  private static final int MAX_SHOWN_CHARS = 80;

  private Inputs() {}

  /** {@code value} as a domain value, whose constructor judges it. */
  static <T> T parsed(String field, String value, Function<String, T> parser)
      throws ProblemException {
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException e) {
      throw wrong(field, value, e.getMessage() == null ? "not valid" : e.getMessage());
    }
  }

  /** A constant by its name in lower case. */
  static <E extends Enum<E>> E oneOf(String field, String value, Class<E> type)
      throws ProblemException {
    for (E constant : type.getEnumConstants()) {
      if (Words.of(constant).equals(value)) {
        return constant;
      }
    }
    List<String> words = List.of(type.getEnumConstants()).stream().map(Words::of).toList();
    throw wrong(field, value, "must be one of " + words);
  }

  static ProblemException wrong(String field, String value, String why) {
    String shown = value.replaceAll("\\p{C}", "?");
    String cut =
        shown.length() <= MAX_SHOWN_CHARS ? shown : shown.substring(0, MAX_SHOWN_CHARS) + "…";
    return Problem.badRequest("\"" + field + "\" is \"" + cut + "\": " + why + ".").toException();
  }

  static Optional<String> text(@Nullable String value) {
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }
}
