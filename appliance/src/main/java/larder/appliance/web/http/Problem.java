package larder.appliance.web.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import larder.media.Fault;

/**
 * A refusal or failure that the caller is told about (RFC 9457). Its text names values and limits,
 * never a class, a path on the box or a version.
 *
 * @param status the HTTP status
 * @param detail what happened and what to do
 * @param faultKey the key of the sentence that the TV shows, if there is one
 * @param retryAfter when trying again may help
 * @param headers more header fields, such as {@code Allow}
 */
public record Problem(
    int status,
    String detail,
    Optional<String> faultKey,
    Optional<Duration> retryAfter,
    List<Header> headers) {

  /** Sources come back when a PC wakes up; asking more often than this helps nobody. */
  private static final Duration SOURCE_RETRY = Duration.ofSeconds(5);

  public Problem {
    headers = List.copyOf(headers);
  }

  public static Problem of(int status, String detail) {
    return new Problem(status, detail, Optional.empty(), Optional.empty(), List.of());
  }

  public static Problem badRequest(String detail) {
    return of(400, detail);
  }

  public static Problem notFound(String detail) {
    return of(404, detail);
  }

  /** The pipeline's failure, in its own words' key. */
  public static Problem of(Fault fault, String detail) {
    Optional<Duration> retry =
        fault.httpStatus() == 503 ? Optional.of(SOURCE_RETRY) : Optional.empty();
    return new Problem(
        fault.httpStatus(), detail, Optional.of(fault.sentenceKey()), retry, List.of());
  }

  public Problem retryAfter(Duration wait) {
    return new Problem(status, detail, faultKey, Optional.of(wait), headers);
  }

  public Problem with(Header header) {
    List<Header> more = new ArrayList<>(headers);
    more.add(header);
    return new Problem(status, detail, faultKey, retryAfter, more);
  }

  public ProblemException toException() {
    return new ProblemException(this);
  }
}
