package larder.appliance.web.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/** Reads the body of a call that sends JSON, within limits of size and time. */
final class JsonBody {

  /** Far more than any call needs. */
  private static final int MAX_BYTES = 1 << 20;

  /** A body of that size comes in moments; one that trickles in holds a thread on purpose. */
  private static final Duration MAX_TIME = Duration.ofSeconds(10);

  private JsonBody() {}

  static byte[] bytes(Request request) throws ProblemException, IOException {
    checkType(request);
    if (request.getLength() > MAX_BYTES) {
      throw tooLarge();
    }
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    Scheduler.Task deadline =
        request
            .getComponents()
            .getScheduler()
            .schedule(
                () -> endPoint.close(new TimeoutException("the body took too long")),
                MAX_TIME.toMillis(),
                TimeUnit.MILLISECONDS);
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw tooLarge();
      }
      return bytes;
    } finally {
      deadline.cancel();
    }
  }

  /** Only JSON: a form of a foreign page can send other types without the browser asking first. */
  private static void checkType(Request request) throws ProblemException {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    String media = type == null ? "" : type.split(";", 2)[0].strip();
    if (!media.equalsIgnoreCase("application/json")) {
      throw Problem.of(415, "The body must be of type application/json.").toException();
    }
    String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw Problem.of(415, "The body must not be compressed.").toException();
    }
  }

  private static ProblemException tooLarge() {
    return Problem.of(413, "The body is larger than " + MAX_BYTES + " bytes.").toException();
  }
}
