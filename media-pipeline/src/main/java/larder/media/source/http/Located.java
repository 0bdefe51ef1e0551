package larder.media.source.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import larder.media.Timers;
import larder.media.source.http.ServerConnection.Reply;
import larder.media.source.http.WebAccess.Endpoint;
import larder.media.source.http.WebException.Kind;

/**
 * Where a URL led.
 *
 * @param endpoint the last one, which gave the answer
 * @param reply the head of its answer; the body is still to come
 */
record Located(Endpoint endpoint, Reply reply) {

  private static final int MAX_REDIRECTS = 5;

  /**
   * Asks for {@code url} over {@code connection} and follows redirects, each to an address that is
   * checked like the first. Nothing but the request itself goes to another server: this box has no
   * cookies and no passwords.
   *
   * @throws WebException also {@code FORBIDDEN} if a redirect leads where this box does not go, or
   *     in circles
   */
  static Located follow(
      WebAccess access,
      ServerConnection connection,
      WebUrl url,
      Map<String, String> headers,
      Duration timeout)
      throws WebException, InterruptedException {
    Timers timers = access.timers();
    long since = timers.nanoTime();
    WebUrl next = url;
    for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
      Duration left = timeout.minusNanos(timers.nanoTime() - since);
      if (left.isNegative() || left.isZero()) {
        throw new WebException(
            Kind.TIMEOUT, "The server " + next.host() + " does not answer in time");
      }
      Endpoint endpoint = access.endpoint(next);
      Reply reply = connection.get(endpoint, headers, left);
      Optional<String> location = redirect(reply);
      if (location.isEmpty()) {
        return new Located(endpoint, reply);
      }
      connection.drop();
      next = resolve(next, location.get());
    }
    throw new WebException(
        Kind.FORBIDDEN, "The server sends this box on more than " + MAX_REDIRECTS + " times");
  }

  private static WebUrl resolve(WebUrl from, String location) throws WebException {
    try {
      return from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new WebException(Kind.FORBIDDEN, "The server sends this box on: " + e.getMessage(), e);
    }
  }

  private static Optional<String> redirect(Reply reply) {
    return switch (reply.status()) {
      case 301, 302, 303, 307, 308 -> reply.header("Location");
      default -> Optional.empty();
    };
  }
}
