package larder.appliance.web.http;

import java.util.Map;
import java.util.Optional;
import larder.appliance.security.Scope;
import larder.media.TitleId;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Applies a route's rule: finds out who calls, and lets in or refuses. */
final class Gate {

  /** The cookie that pairing sets in a browser. */
  static final String COOKIE = "larder";

  /** Tokens have 43 characters; a longer one is none of ours and is not looked up. */
  private static final int MAX_TOKEN_CHARS = 256;

  private static final Header CHALLENGE = new Header("WWW-Authenticate", "Bearer realm=\"larder\"");

  private final Credentials credentials;

  Gate(Credentials credentials) {
    this.credentials = credentials;
  }

  /** Who calls, if the rule lets them in. */
  Caller admit(Router.Match.Found found, Request request, Query query) throws ProblemException {
    Map<String, String> values = found.values();
    return switch (found.route().rule()) {
      case Rule.Everyone() -> new Caller.Anyone();
      case Rule.Holding(Scope scope) -> holder(scope, request);
      case Rule.SignedOrHolding(String purpose, Scope scope) ->
          query.has("signature") ? signed(purpose, values, query) : holder(scope, request);
      case Rule.LocalOrHolding(Scope scope) ->
          ClientLink.of(request).isLoopback() ? new Caller.Local() : holder(scope, request);
    };
  }

  /** The path's title is what was signed, for this purpose and no other. */
  private Caller signed(String purpose, Map<String, String> values, Query query)
      throws ProblemException {
    try {
      TitleId title = new TitleId(values.getOrDefault("title", ""));
      return credentials.signed(purpose, title, query.toMap()).orElseThrow(() -> badSignature());
    } catch (IllegalArgumentException e) {
      throw badSignature(); // nobody signed what is no title
    }
  }

  private Caller holder(Scope scope, Request request) throws ProblemException {
    String token =
        token(request).orElseThrow(() -> unauthorized("This needs a token: pair first."));
    Caller.Holder holder =
        Optional.of(token)
            .filter(text -> text.length() <= MAX_TOKEN_CHARS)
            .flatMap(credentials::holder)
            .orElseThrow(() -> unauthorized("This token is not valid (any more): pair again."));
    if (!holder.scopes().contains(scope)) {
      throw Problem.of(403, "This token lacks the scope \"" + scope.word() + "\".").toException();
    }
    return holder;
  }

  private static Optional<String> token(Request request) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (header != null) {
      return header.regionMatches(true, 0, "Bearer ", 0, 7)
          ? Optional.of(header.substring(7).strip())
          : Optional.empty();
    }
    return Request.getCookies(request).stream()
        .filter(cookie -> cookie.getName().equals(COOKIE))
        .map(HttpCookie::getValue)
        .findFirst();
  }

  private static ProblemException unauthorized(String detail) {
    return Problem.of(401, detail).with(CHALLENGE).toException();
  }

  private static ProblemException badSignature() {
    return Problem.of(
            403,
            "This link has expired, or was not made by this box, or for a device that was put out: ask for"
                + " a new one.")
        .toException();
  }
}
