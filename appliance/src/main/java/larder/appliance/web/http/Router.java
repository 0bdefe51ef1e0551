package larder.appliance.web.http;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The one table of all routes. */
public final class Router {

  private final List<Route> routes;

  /**
   * @throws IllegalArgumentException if two routes have the same method and path
   */
  public Router(List<Route> routes) {
    Set<String> seen = new HashSet<>();
    for (Route route : routes) {
      if (!seen.add(route.toString())) {
        throw new IllegalArgumentException("two routes for " + route);
      }
    }
    this.routes = List.copyOf(routes);
  }

  public List<Route> routes() {
    return routes;
  }

  /**
   * Finds the route for a request.
   *
   * @param segments the decoded segments of the path
   */
  Match match(String methodName, List<String> segments) {
    Set<Method> allowed = EnumSet.noneOf(Method.class);
    Optional<Method> method = Method.named(methodName);
    for (Route route : routes) {
      Optional<Map<String, String>> values = route.path().match(segments);
      if (values.isPresent()) {
        if (method.isPresent() && serves(route, method.get())) {
          return new Match.Found(route, method.get(), values.get());
        }
        addTo(allowed, route.method());
      }
    }
    return allowed.isEmpty() ? new Match.Nothing() : new Match.OtherMethods(allowed);
  }

  /** A GET route answers HEAD too; the body is left out. */
  private static boolean serves(Route route, Method method) {
    return route.method() == method || (route.method() == Method.GET && method == Method.HEAD);
  }

  private static void addTo(Set<Method> allowed, Method method) {
    allowed.add(method);
    if (method == Method.GET) {
      allowed.add(Method.HEAD);
    }
  }

  /** What the table says about a request. */
  sealed interface Match {
    /**
     * The route that answers.
     *
     * @param method the request's method, which is HEAD on some GET routes
     */
    record Found(Route route, Method method, Map<String, String> values) implements Match {}

    /** The path exists, for other methods. */
    record OtherMethods(Set<Method> allowed) implements Match {}

    /** No such path. */
    record Nothing() implements Match {}
  }
}
