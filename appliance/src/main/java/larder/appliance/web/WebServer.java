package larder.appliance.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import larder.appliance.web.http.FrontDoor;
import larder.appliance.web.http.Method;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.PathTemplate;
import larder.appliance.web.http.Route;
import larder.appliance.web.http.Router;
import larder.appliance.web.http.Rule;
import larder.appliance.web.http.Scope;
import larder.appliance.web.http.Traffic;
import larder.appliance.web.stream.OpenStreams;
import larder.appliance.web.stream.StreamEndpoint;

/** The box's HTTP server with all its routes. */
public final class WebServer implements AutoCloseable {

  private final OpenStreams openStreams;
  private final Router router;
  private final HttpServer server;

  public WebServer(WebParts parts) {
    this.openStreams = new OpenStreams(parts.streams());
    this.router = new Router(routes(parts, openStreams));
    this.server =
        new HttpServer(
            parts.address(),
            new FrontDoor(router, parts.hostNames(), parts.credentials(), new Traffic()));
  }

  private static List<Route> routes(WebParts parts, OpenStreams openStreams) {
    List<Route> routes = new ArrayList<>(HealthRoutes.routes());
    routes.add(
        new Route(
            Method.GET,
            new PathTemplate("/stream/{title}"),
            new Rule.SignedOrHolding(Scope.WATCH),
            Operation.of("The title's own bytes, in ranges if wanted."),
            new StreamEndpoint(parts.files(), openStreams)));
    return routes;
  }

  /** Every route, for the document and the tests. */
  List<Route> routes() {
    return router.routes();
  }

  /**
   * Binds and serves.
   *
   * @throws IOException if the address is taken or not this machine's; the message names it
   */
  public void start() throws IOException {
    server.start();
  }

  /** The port it listens on, after {@link #start}. */
  public int port() {
    return server.port();
  }

  /** Ends streams, lets other answers end for up to two seconds, and stops. Idempotent. */
  @Override
  public void close() {
    openStreams.close();
    server.close();
  }
}
