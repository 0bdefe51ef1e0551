package larder.appliance.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import larder.appliance.security.Scope;
import larder.appliance.security.SignedUrls;
import larder.appliance.security.Token;
import larder.appliance.web.http.Route;
import larder.appliance.web.http.Rule;
import larder.media.TitleId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Walks the table: nobody gets past any route's rule. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RulesTest {

  private static final TitleId TITLE = new TitleId(WebFixture.TITLE);

  private final Map<Set<Scope>, String> issued = new HashMap<>();
  private WebFixture web;

  @BeforeAll
  void open() throws IOException {
    web = new WebFixture();
  }

  @AfterAll
  void close() {
    web.close();
  }

  @Test
  void everyRoute_underAnUnknownHost_is421WithoutABody() throws IOException {
    for (Route route : web.table()) {
      RawHttp.Reply reply = call(route, "Host: evil.example", web.administrating());
      assertThat(reply.status()).as("%s", route).isEqualTo(421);
      assertThat(reply.body()).as("%s", route).isEmpty();
    }
  }

  @Test
  void everyChangingRoute_fromAForeignPage_is403() throws IOException {
    for (Route route : web.table()) {
      if (route.method().changes()) {
        String bearer = web.administrating();
        assertThat(call(route, "Origin: http://evil.example", bearer).status()).isEqualTo(403);
        assertThat(call(route, "Origin: null", bearer).status()).isEqualTo(403);
        assertThat(call(route, "Sec-Fetch-Site: cross-site", bearer).status()).isEqualTo(403);
      }
    }
  }

  @Test
  void everyRoute_withoutAToken_is401UnlessItIsOpen() throws IOException {
    for (Route route : web.table()) {
      int status = call(route).status();
      if (needsToken(route)) {
        assertThat(status).as("%s", route).isEqualTo(401);
      } else {
        assertThat(status).as("%s", route).isNotIn(401, 403);
      }
    }
  }

  @Test
  void everyRoute_withAWrongToken_is401UnlessItIsOpen() throws IOException {
    for (Route route : web.table()) {
      if (needsToken(route)) {
        assertThat(call(route, "Authorization: Bearer x").status()).isEqualTo(401);
        assertThat(call(route, "Authorization: Basic eDp5").status()).isEqualTo(401);
        assertThat(call(route, "Cookie: larder=x").status()).isEqualTo(401);
      }
    }
  }

  @Test
  void everyRoute_withATokenOfAnotherScope_is403() throws IOException {
    for (Route route : web.table()) {
      if (needsToken(route)) {
        String secret = scope(route.rule()) == Scope.QUEUE ? web.watcher.secret() : "";
        String other = secret.isEmpty() ? web.queuer.secret() : secret;
        RawHttp.Reply reply = call(route, "Authorization: Bearer " + other);
        assertThat(reply.status()).as("%s", route).isEqualTo(403);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
      }
    }
  }

  @Test
  void everyRoute_withAnyTokenThatLacksItsScope_is403() throws IOException {
    for (Route route : web.table()) {
      if (needsToken(route)) {
        Set<Scope> others = EnumSet.complementOf(EnumSet.of(scope(route.rule())));
        for (Scope other : others) {
          assertThat(call(route, bearer(issued(Set.of(other)))).status())
              .as("%s with %s", route, other)
              .isEqualTo(403);
        }
        assertThat(call(route, bearer(issued(others))).status()).as("%s", route).isEqualTo(403);
        assertThat(call(route, "Cookie: larder=" + issued(others)).status())
            .as("%s", route)
            .isEqualTo(403);
      }
    }
  }

  @Test
  void everyRoute_withATokenThatWasPutOut_orOfAnotherRun_is401() throws IOException {
    Token.Issued revoked = web.tokens.issue("put out", EnumSet.allOf(Scope.class));
    web.tokens.revoke(revoked.token().id());
    for (Route route : web.table()) {
      if (needsToken(route)) {
        for (String secret : List.of(revoked.secret(), web.kioskOfAnotherRun())) {
          assertThat(call(route, bearer(secret)).status()).as("%s", route).isEqualTo(401);
          assertThat(call(route, "Cookie: larder=" + secret).status())
              .as("%s", route)
              .isEqualTo(401);
        }
      }
    }
  }

  @Test
  void everyRoute_withATokenThatIsNearlyRight_is401() throws IOException {
    String secret = web.admin.secret();
    String flipped = (secret.charAt(0) == 'A' ? 'B' : 'A') + secret.substring(1);
    List<String> wrong =
        List.of(
            "",
            flipped,
            secret + "x",
            secret.substring(1),
            web.admin.token().id(),
            secret.toUpperCase(Locale.ROOT),
            "x".repeat(5_000));
    for (Route route : web.table()) {
      if (needsToken(route)) {
        for (String token : wrong) {
          assertThat(call(route, bearer(token)).status()).as("%s %s", route, token).isEqualTo(401);
        }
        assertThat(callPath(route, path(route) + "?token=" + secret).status())
            .as("%s takes no token in its address", route)
            .isEqualTo(401);
      }
    }
  }

  @Test
  void everyChangingRoute_withTheCookieFromAForeignPage_is403() throws IOException {
    for (Route route : web.table()) {
      if (route.method().changes()) {
        String cookie = "Cookie: larder=" + web.admin.secret();
        for (String origin :
            List.of("http://evil.example", "http://localhost.evil.example", "http://localhost:1")) {
          assertThat(call(route, "Origin: " + origin, cookie).status())
              .as("%s from %s", route, origin)
              .isEqualTo(403);
        }
      }
    }
  }

  @Test
  void everyRoute_withASignedUrl_opensForItsTitleAndPurposeOnly() throws IOException {
    String good = web.signedUrls.query("stream", TITLE, web.watcher.token().id());
    String other = web.signedUrls.query("stream", new TitleId("other"), holder());
    Token.Issued revoked = web.tokens.issue("put out", EnumSet.of(Scope.WATCH));
    String ended = web.signedUrls.query("stream", TITLE, revoked.token().id());
    web.tokens.revoke(revoked.token().id());
    List<String> bad =
        List.of(
            other,
            ended,
            web.signedUrls.query("images", TITLE, holder()),
            good.substring(0, good.length() - 2) + (good.endsWith("AA") ? "BB" : "AA"),
            good + "&" + good.substring(good.indexOf("signature")),
            good + "&expires=1",
            good.replace("expires=", "expires=9"),
            "signature=");
    for (Route route : web.table()) {
      if (route.rule() instanceof Rule.SignedOrHolding) {
        for (String query : bad) {
          assertThat(callPath(route, path(route) + "?" + query).status())
              .as("%s?%s", route, query)
              .isEqualTo(403);
        }
        assertThat(callPath(route, path(route) + "?" + good).status())
            .as("%s", route)
            .isEqualTo(200);
      } else if (needsToken(route)) {
        assertThat(callPath(route, path(route) + "?" + good).status())
            .as("%s", route)
            .isEqualTo(401);
      }
    }
  }

  @Test
  void everyRoute_withASignedUrlThatIsTooOld_is403() throws IOException {
    String good = web.signedUrls.query("stream", TITLE, holder());
    web.laterNanos.addAndGet(SignedUrls.LIFE.toNanos());
    try {
      for (Route route : web.table()) {
        if (route.rule() instanceof Rule.SignedOrHolding) {
          assertThat(callPath(route, path(route) + "?" + good).status())
              .as("%s", route)
              .isEqualTo(403);
        }
      }
    } finally {
      web.laterNanos.set(0);
    }
  }

  @Test
  void onlyTheseRoutes_areOpenToEveryone() {
    assertThat(
            web.table().stream()
                .filter(route -> route.rule() instanceof Rule.Everyone)
                .map(Route::toString)
                .filter(route -> !route.matches("GET /(assets/.*|pair|third-party.md)?")))
        .containsExactlyInAnyOrder(
            "GET /healthz",
            "GET /readyz",
            "POST /api/v1/pairing/claim",
            "POST /api/v1/session",
            "DELETE /api/v1/session");
  }

  @Test
  @SuppressWarnings("NullAway") // that it is refused is the point
  void route_withoutARule_cannotBeMade() {
    Route any = web.table().getFirst();

    assertThatThrownBy(
            () -> new Route(any.method(), any.path(), null, any.operation(), any.endpoint()))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("rule");
  }

  @Test
  void otherMethods_are405WithThoseThatWork() throws IOException {
    RawHttp.Reply reply = RawHttp.call(web.port(), "PUT /api/v1/status", web.administrating());

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("allow")).isEqualTo("GET, HEAD");
  }

  private String holder() {
    return web.watcher.token().id();
  }

  /** A token with these scopes, issued once. */
  private String issued(Set<Scope> scopes) {
    return issued.computeIfAbsent(
        Set.copyOf(scopes), key -> web.tokens.issue("some", EnumSet.copyOf(key)).secret());
  }

  private static String bearer(String secret) {
    return "Authorization: Bearer " + secret;
  }

  private static String path(Route route) {
    return route.path().text().replace("{title}", WebFixture.TITLE).replaceAll("\\{.*?}", "none");
  }

  private RawHttp.Reply callPath(Route route, String path) throws IOException {
    return RawHttp.call(web.port(), route.method() + " " + path);
  }

  private RawHttp.Reply call(Route route, String... headers) throws IOException {
    String path = path(route);
    if (path.equals("/api/v1/events") && headers.length > 0) {
      path += "?none"; // never gets in, so it ends
    }
    return RawHttp.call(web.port(), route.method() + " " + path, headers);
  }

  private static boolean needsToken(Route route) {
    return switch (route.rule()) {
      case Rule.Everyone() -> false;
      case Rule.LocalOrHolding(Scope scope) -> false; // the test runs on the box itself
      case Rule.Holding(Scope scope) -> true;
      case Rule.SignedOrHolding(String purpose, Scope scope) -> true;
    };
  }

  private static Scope scope(Rule rule) {
    return switch (rule) {
      case Rule.Everyone() -> throw new IllegalArgumentException("open to everyone");
      case Rule.LocalOrHolding(Scope scope) -> scope;
      case Rule.Holding(Scope scope) -> scope;
      case Rule.SignedOrHolding(String purpose, Scope scope) -> scope;
    };
  }
}
