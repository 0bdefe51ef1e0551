package larder.appliance.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import larder.appliance.security.Scope;
import larder.appliance.web.http.Route;
import larder.appliance.web.http.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Walks the table: nobody gets past any route's rule. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RulesTest {

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

  private RawHttp.Reply call(Route route, String... headers) throws IOException {
    String path =
        route.path().text().replace("{title}", WebFixture.TITLE).replaceAll("\\{.*?}", "none");
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
