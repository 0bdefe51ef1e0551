package larder.appliance.web;

import java.util.List;
import java.util.Map;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Method;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.PathTemplate;
import larder.appliance.web.http.Route;
import larder.appliance.web.http.Rule;

/** Whether the box lives and serves, for supervisors. Says nothing else. */
final class HealthRoutes {

  private HealthRoutes() {}

  static List<Route> routes() {
    return List.of(
        route("/healthz", "alive", "200 while the process lives."),
        route("/readyz", "ready", "200 while requests are served."));
  }

  private static Route route(String path, String state, String summary) {
    return new Route(
        Method.GET,
        new PathTemplate(path),
        new Rule.Everyone(),
        Operation.of(summary),
        call -> Answer.ok(Map.of("state", state)));
  }
}
