package larder.appliance.web.stream;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A content's validators and the conditions that requests put on them (RFC 9110, 13). The tag is
 * strong: it names the bytes, so comparing is comparing text.
 *
 * @param etag with its quotes
 */
record Validators(String etag, Instant modified) {

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  Validators {
    modified = modified.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The condition fields of a request. */
  interface Fields {
    Optional<String> get(String name);
  }

  /** What the conditions come to. */
  enum Verdict {
    GO_ON,
    NOT_MODIFIED,
    FAILED
  }

  /** Evaluates the conditions in the order of RFC 9110, 13.2.2, for GET and HEAD. */
  Verdict judge(Fields fields) {
    Optional<String> match = fields.get("If-Match");
    if (match.isPresent() && !lists(match.get(), Strength.STRONG)) {
      return Verdict.FAILED;
    }
    Optional<Instant> unmodifiedSince = fields.get("If-Unmodified-Since").flatMap(Validators::date);
    if (match.isEmpty() && unmodifiedSince.filter(modified::isAfter).isPresent()) {
      return Verdict.FAILED;
    }
    Optional<String> noneMatch = fields.get("If-None-Match");
    if (noneMatch.isPresent()) {
      return lists(noneMatch.get(), Strength.WEAK) ? Verdict.NOT_MODIFIED : Verdict.GO_ON;
    }
    Optional<Instant> modifiedSince = fields.get("If-Modified-Since").flatMap(Validators::date);
    return modifiedSince.isPresent() && !modified.isAfter(modifiedSince.get())
        ? Verdict.NOT_MODIFIED
        : Verdict.GO_ON;
  }

  /** Whether {@code If-Range}, if there, names this very content, so that a part of it fits. */
  boolean allowsRange(Fields fields) {
    Optional<String> condition = fields.get("If-Range").map(String::strip);
    return condition.isEmpty()
        || condition.get().equals(etag)
        || date(condition.get()).filter(modified::equals).isPresent();
  }

  String lastModified() {
    return HTTP_DATE.format(ZonedDateTime.ofInstant(modified, ZoneOffset.UTC));
  }

  private boolean lists(String field, Strength strength) {
    if (field.strip().equals("*")) {
      return true;
    }
    return Arrays.stream(field.split(",", -1))
        .map(String::strip)
        .map(tag -> strength == Strength.WEAK && tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(etag::equals);
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip())));
    } catch (DateTimeException e) {
      return Optional.empty(); // RFC 9110: a condition with an invalid date is ignored
    }
  }

  private enum Strength {
    WEAK,
    STRONG
  }
}
