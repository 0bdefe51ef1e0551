package larder.media.source.http;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import larder.media.source.http.ServerConnection.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When a server that has too much to do wants to be asked again. */
final class RetryAfter {

  /** A server that says nothing. */
  static final Duration USUAL = Duration.ofSeconds(10);

  /** A server that asks for days gets a question an hour. */
  static final Duration LONGEST = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(RetryAfter.class);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private RetryAfter() {}

  /**
   * The wait in an answer: seconds, or a date, which is held against the server's own {@code Date},
   * so that no clock of this box matters. A date that is past, or comes alone, says nothing.
   */
  static Optional<Duration> of(Reply reply) {
    return reply
        .header("Retry-After")
        .flatMap(text -> SECONDS.matcher(text).matches() ? seconds(text) : until(text, reply))
        .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
  }

  private static Optional<Duration> seconds(String text) {
    return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
  }

  private static Optional<Duration> until(String text, Reply reply) {
    return date(text)
        .flatMap(then -> reply.header("Date").flatMap(RetryAfter::date).map(now -> now.until(then)))
        .filter(Duration::isPositive);
  }

  /** A date as servers write it (RFC 9110, 5.6.7); the two obsolete forms are none. */
  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
    } catch (DateTimeParseException e) {
      LOG.debug("\"{}\" is no date", Sentences.shown(text), e);
      return Optional.empty();
    }
  }

  /** Whether an answer asks to come back later. */
  static boolean isAsked(Reply reply) {
    return reply.status() == 429 || reply.status() == 503;
  }
}
