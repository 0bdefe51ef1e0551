package larder.appliance.web.http;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import larder.appliance.store.StoreException;
import larder.media.Fault;
import larder.media.MediaException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way in. Checks in this order: the host, the origin of changing calls, the route, the
 * route's rule; then the endpoint answers. Whatever goes wrong becomes a problem document.
 */
public final class FrontDoor extends Handler.Abstract {

  private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

  private final Router router;
  private final HostRule hosts;
  private final Gate gate;
  private final Traffic traffic;

  /**
   * @param names the names that the box answers to beside {@code localhost} and its addresses
   */
  public FrontDoor(Router router, Set<String> names, Credentials credentials, Traffic traffic) {
    this.router = router;
    this.hosts = new HostRule(names);
    this.gate = new Gate(credentials);
    this.traffic = traffic;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Answer answer = answerTo(request);
    traffic.answered(answer.status());
    AnswerWriter.write(answer, request, response, callback);
    return true;
  }

  private Answer answerTo(Request request) {
    try {
      Optional<Answer> refusal = checkHost(request);
      return refusal.isPresent() ? refusal.get() : admitAndAnswer(request);
    } catch (ProblemException e) {
      return Answer.of(e.problem());
    } catch (MediaException e) {
      return Answer.of(Problem.of(e.fault(), Faults.sentence(e.fault())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.of(Problem.of(Fault.CLOSING, Faults.sentence(Fault.CLOSING)));
    } catch (IOException e) {
      LOG.debug("no answer to {}: {}", request, e.toString());
      return Answer.of(Problem.badRequest("The request could not be read to its end."));
    } catch (StoreException e) {
      return storeFailed(request, e);
    } catch (RuntimeException e) {
      return unexpected(request, e);
    }
  }

  /** Nothing was changed; the reason is the owner's to mend. */
  private static Answer storeFailed(Request request, StoreException e) {
    LOG.error("{} {}: {}", request.getMethod(), request.getHttpURI().getPath(), e.toString());
    int status = e.reason() == StoreException.Reason.CONFLICT ? 409 : 503;
    return Answer.of(
        Problem.of(status, "The box could not store or read this: " + e.reason().words() + "."));
  }

  /** The task boundary of a request: an unexpected failure ends this request and no other. */
  private static Answer unexpected(Request request, RuntimeException e) {
    if (e instanceof HttpException http && http.getCode() < 500) {
      return Answer.of(Problem.of(http.getCode(), "The request is not well-formed HTTP."));
    }
    LOG.error("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), e);
    return Answer.of(Problem.of(500, "The box failed to answer this; its log has the details."));
  }

  private Optional<Answer> checkHost(Request request) {
    String host = request.getHeaders().get(HttpHeader.HOST);
    if (host == null) {
      return Optional.of(Answer.of(Problem.badRequest("The Host header field is missing.")));
    }
    return hosts.allows(host, ClientLink.of(request).localAddress())
        ? Optional.empty()
        : Optional.of(new Answer.Empty(421, List.of()));
  }

  private Answer admitAndAnswer(Request request)
      throws ProblemException, IOException, InterruptedException {
    boolean changes = Method.named(request.getMethod()).map(Method::changes).orElse(true);
    if (changes && OriginRule.isForeign(request)) {
      throw Problem.of(403, "Pages of another site may not change anything here.").toException();
    }
    Router.Match.Found found = route(request);
    Query query = Query.of(request);
    Caller caller = gate.admit(found, request, query);
    return found.route().endpoint().answer(new Call(request, found, query, caller));
  }

  private Router.Match.Found route(Request request) throws ProblemException {
    return switch (router.match(request.getMethod(), segments(request))) {
      case Router.Match.Found found -> found;
      case Router.Match.OtherMethods(Set<Method> allowed) -> throw notAllowed(allowed);
      case Router.Match.Nothing() -> throw Problem.notFound("There is nothing here.").toException();
    };
  }

  private static ProblemException notAllowed(Set<Method> allowed) {
    String list = allowed.stream().map(Method::name).collect(Collectors.joining(", "));
    return Problem.of(405, "This can only be called with " + list + ".")
        .with(new Header("Allow", list))
        .toException();
  }

  /** The path's segments, each decoded on its own; Jetty has refused ambiguous ones before. */
  private static List<String> segments(Request request) {
    String path = request.getHttpURI().getCanonicalPath();
    if (path == null || !path.startsWith("/")) {
      return List.of();
    }
    return Arrays.stream(path.substring(1).split("/", -1)).map(FrontDoor::decode).toList();
  }

  private static String decode(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
