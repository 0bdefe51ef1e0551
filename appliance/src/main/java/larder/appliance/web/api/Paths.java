package larder.appliance.web.api;

import larder.appliance.security.Scope;
import larder.appliance.web.http.Endpoint;
import larder.appliance.web.http.Method;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.PathTemplate;
import larder.appliance.web.http.Route;
import larder.appliance.web.http.Rule;

/** Makes routes below {@code /api/v1}. */
final class Paths {

  private Paths() {}

  static Maker holding(Scope scope) {
    return new Maker(new Rule.Holding(scope));
  }

  static Maker everyone() {
    return new Maker(new Rule.Everyone());
  }

  /** Makes routes of one rule. */
  record Maker(Rule rule) {

    Route get(String path, Operation operation, Endpoint endpoint) {
      return route(Method.GET, path, operation, endpoint);
    }

    Route post(String path, Operation operation, Endpoint endpoint) {
      return route(Method.POST, path, operation, endpoint);
    }

    Route put(String path, Operation operation, Endpoint endpoint) {
      return route(Method.PUT, path, operation, endpoint);
    }

    Route patch(String path, Operation operation, Endpoint endpoint) {
      return route(Method.PATCH, path, operation, endpoint);
    }

    Route delete(String path, Operation operation, Endpoint endpoint) {
      return route(Method.DELETE, path, operation.answers(204), endpoint);
    }

    private Route route(Method method, String path, Operation operation, Endpoint endpoint) {
      PathTemplate template = new PathTemplate("/api/v1/" + path);
      return new Route(method, template, rule, operation, endpoint);
    }
  }
}
