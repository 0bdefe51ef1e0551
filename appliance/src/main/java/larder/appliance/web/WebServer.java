package larder.appliance.web;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import larder.appliance.security.Scope;
import larder.appliance.security.Tokens;
import larder.appliance.web.api.ActivityApi;
import larder.appliance.web.api.DevicesApi;
import larder.appliance.web.api.FoldersApi;
import larder.appliance.web.api.HomeApi;
import larder.appliance.web.api.LibraryApi;
import larder.appliance.web.api.MetricsRoute;
import larder.appliance.web.api.OpenApi;
import larder.appliance.web.api.PairingApi;
import larder.appliance.web.api.QueueApi;
import larder.appliance.web.api.SessionApi;
import larder.appliance.web.api.StatusApi;
import larder.appliance.web.api.TitlesApi;
import larder.appliance.web.api.TokensApi;
import larder.appliance.web.api.ViewersApi;
import larder.appliance.web.assets.AssetRoutes;
import larder.appliance.web.events.EventsEndpoint;
import larder.appliance.web.events.Subscribers;
import larder.appliance.web.http.FrontDoor;
import larder.appliance.web.http.Method;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.PathTemplate;
import larder.appliance.web.http.Route;
import larder.appliance.web.http.Router;
import larder.appliance.web.http.Rule;
import larder.appliance.web.http.Traffic;
import larder.appliance.web.stream.OpenStreams;
import larder.appliance.web.stream.StreamEndpoint;

/** The box's HTTP server with all its routes. */
public final class WebServer implements AutoCloseable {

  /** What URLs of players are signed for. */
  private static final String STREAM = "stream";

  private final WebParts parts;
  private final OpenStreams openStreams;
  private final Subscribers subscribers = new Subscribers();
  private final Traffic traffic = new Traffic();
  private final Router router;
  private final HttpServer server;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private Optional<Tokens.Registration> revocations = Optional.empty();

  public WebServer(WebParts parts) {
    this.parts = parts;
    this.openStreams = new OpenStreams(parts.stock().streams());
    this.router = new Router(routes());
    BoxCredentials credentials =
        new BoxCredentials(parts.doors().tokens(), parts.doors().signedUrls());
    this.server =
        new HttpServer(
            parts.listen().address(),
            new FrontDoor(router, parts.listen().hostNames(), credentials, traffic));
  }

  private List<Route> routes() {
    List<Route> routes = new ArrayList<>(HealthRoutes.routes());
    routes.add(stream());
    routes.add(events());
    routes.addAll(api());
    WebParts.Stock stock = parts.stock();
    routes.addAll(
        new MetricsRoute(stock.cache(), traffic, openStreams::count, subscribers::count).routes());
    routes.addAll(AssetRoutes.routes(WebServer.class.getClassLoader()));
    routes.addAll(new OpenApi(parts.facts().version(), this::table).routes());
    return routes;
  }

  private List<Route> api() {
    WebParts.Doors doors = parts.doors();
    List<Route> routes = new ArrayList<>();
    routes.addAll(
        new StatusApi(parts.facts(), parts.members().mesh(), parts.stock().cache()).routes());
    routes.addAll(new DevicesApi(parts.members().mesh()).routes());
    WebParts.Stock stock = parts.stock();
    routes.addAll(new FoldersApi(parts.members().mesh(), stock.library()::count).routes());
    routes.addAll(new ActivityApi(parts.members().activity()).routes());
    routes.addAll(new HomeApi(stock.library(), stock.queue()).routes());
    routes.addAll(new LibraryApi(stock.library()).routes());
    routes.addAll(
        new TitlesApi(stock.library(), stock.cache(), doors.signedUrls(), STREAM).routes());
    routes.addAll(new QueueApi(stock.queue()).routes());
    routes.addAll(new ViewersApi(stock.progress()).routes());
    routes.addAll(
        new PairingApi(
                doors.pairing(),
                doors.tokens(),
                parts.members().mesh(),
                parts.facts(),
                () -> parts.facts().pageUrl().apply(port()))
            .routes());
    routes.addAll(new SessionApi(doors.tickets()).routes());
    routes.addAll(new TokensApi(doors.tokens()).routes());
    return routes;
  }

  private Route stream() {
    return new Route(
        Method.GET,
        new PathTemplate("/stream/{title}"),
        new Rule.SignedOrHolding(STREAM, Scope.WATCH),
        Operation.of("The title's own bytes, in ranges if wanted."),
        new StreamEndpoint(parts.stock().files(), openStreams));
  }

  private Route events() {
    return new Route(
        Method.GET,
        new PathTemplate("/api/v1/events"),
        new Rule.Holding(Scope.WATCH),
        Operation.of("Server-sent events: what changed, as it changes."),
        new EventsEndpoint(parts.events(), subscribers));
  }

  /** Every route. */
  List<Route> table() {
    return router.routes();
  }

  /**
   * Binds and serves.
   *
   * @throws IOException if the address is taken or not this machine's; the message names it
   */
  public void start() throws IOException {
    server.start();
    lock.lock();
    try {
      revocations = Optional.of(parts.doors().tokens().onRevoke(this::revoked));
    } finally {
      lock.unlock();
    }
  }

  /** What a token runs ends with it. */
  private void revoked(String tokenId) {
    openStreams.revoke(tokenId);
    subscribers.revoke(tokenId);
  }

  /** The port it listens on, after {@link #start}. */
  public int port() {
    return server.port();
  }

  /** Ends streams and events, lets other answers end for up to two seconds. Idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      revocations.ifPresent(Tokens.Registration::close);
      revocations = Optional.empty();
    } finally {
      lock.unlock();
    }
    openStreams.close();
    subscribers.close();
    server.close();
  }
}
