package larder.media.source.http;

import java.time.Duration;
import java.util.Optional;
import larder.media.source.http.ServerConnection.Reply;

/** When a server that has too much to do wants to be asked again. */
final class RetryAfter {

  /** A server that says nothing. */
  static final Duration USUAL = Duration.ofSeconds(10);

  /** A server that asks for days gets a question an hour. */
  static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /** The wait in an answer: whole seconds; a date is not trusted to a wrong clock. */
  static Optional<Duration> of(Reply reply) {
    return reply
        .header("Retry-After")
        .filter(text -> text.matches("\\d{1,9}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
  }

  /** Whether an answer asks to come back later. */
  static boolean isAsked(Reply reply) {
    return reply.status() == 429 || reply.status() == 503;
  }
}
