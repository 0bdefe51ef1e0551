package larder.appliance.web.http;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** A request that was let in. */
public final class Call {

  private final Request request;
  private final Method method;
  private final Map<String, String> values;
  private final Query query;
  private final Caller caller;

  Call(Request request, Router.Match.Found found, Query query, Caller caller) {
    this.request = request;
    this.method = found.method();
    this.values = found.values();
    this.query = query;
    this.caller = caller;
  }

  public Method method() {
    return method;
  }

  public Caller caller() {
    return caller;
  }

  /** The segment that stands for {@code {name}} in the route's path. */
  public String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no {" + name + "}");
    }
    return value;
  }

  public Optional<String> query(String name) throws ProblemException {
    return query.one(name);
  }

  /** A query parameter that is a count, at most {@code max}; {@code usual} if it is not given. */
  public int count(String name, int usual, int max) throws ProblemException {
    Optional<String> text = query.one(name);
    if (text.isEmpty()) {
      return usual;
    }
    if (!text.get().matches("[0-9]{1,9}") || Integer.parseInt(text.get()) < 1) {
      throw Problem.badRequest("\"" + name + "\" must be a number from 1 to " + max + ".")
          .toException();
    }
    return Math.min(max, Integer.parseInt(text.get()));
  }

  /** A header field's value; several of one name are one list (RFC 9110, 5.2). */
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /** The JSON body as a record. */
  public <T> T json(Class<T> type) throws ProblemException, IOException {
    return Json.read(JsonBody.bytes(request), type);
  }

  public ClientLink link() {
    return ClientLink.of(request);
  }
}
