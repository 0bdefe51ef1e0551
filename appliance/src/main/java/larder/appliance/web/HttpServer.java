package larder.appliance.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import larder.appliance.web.http.FrontDoor;
import larder.appliance.web.http.ProblemErrors;
import larder.appliance.web.http.SendfileEndPoint;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jetty, set up for the box: HTTP/1.1 only (HTTP/2 is slower for films and had its own attacks),
 * selectors on platform threads, each request on a virtual thread.
 */
final class HttpServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  /** A household has a few dozen; the rest wait in the kernel's queue. */
  private static final int MAX_CONNECTIONS = 1024;

  /** A page opens several at once; with Jetty's 50 the next ones would wait a second or more. */
  private static final int ACCEPT_QUEUE = 512;

  /** A connection that sends and takes nothing. Streams set their own. */
  private static final long IDLE_MS = 30_000;

  /** What a request may take to its end once the server stops. */
  private static final long STOP_MS = 2_000;

  /** A connection that waits for its next request is closed this soon once the server stops. */
  private static final long STOP_IDLE_MS = 100;

  /** Acceptor, selector, and a few for Jetty's own work: no request runs on them. */
  private static final int PLATFORM_THREADS = 8;

  private final InetSocketAddress address;
  private final Server server;
  private final ServerConnector connector;

  HttpServer(InetSocketAddress address, FrontDoor frontDoor) {
    this.address = address;
    this.server = new Server(threads());
    this.connector = new PlainConnector(server, new HttpConnectionFactory(configuration()));
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(IDLE_MS);
    connector.setShutdownIdleTimeout(STOP_IDLE_MS);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
    server.setHandler(new GracefulHandler(frontDoor));
    server.setErrorHandler(new ProblemErrors());
    server.setStopTimeout(STOP_MS);
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool pool = new QueuedThreadPool(PLATFORM_THREADS, 2);
    pool.setName("http");
    pool.setReservedThreads(0);
    pool.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-request-", 0).factory()));
    return pool;
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendXPoweredBy(false);
    configuration.setHttpCompliance(
        HttpCompliance.RFC9110.without(
            "LARDER",
            HttpCompliance.Violation.LF_HEADER_TERMINATION,
            HttpCompliance.Violation.LF_CHUNK_TERMINATION));
    return configuration;
  }

  /**
   * Binds and serves.
   *
   * @throws IOException if the address cannot be bound, saying which and what to do
   */
  void start() throws IOException {
    try {
      connector.open();
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on %s:%d (%s): stop what uses it, or choose another with --http"
              .formatted(address.getHostString(), address.getPort(), reason(e)),
          e);
    }
    startServer();
  }

  private static String reason(IOException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }

  /** Jetty's lifecycle declares every exception; beyond binding, any of them is a defect. */
  private void startServer() {
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server did not start", e);
    }
  }

  int port() {
    return connector.getLocalPort();
  }

  /** Refuses new requests, lets running ones end for a moment, then cuts them. Idempotent. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (TimeoutException e) {
      LOG.info("some answers were cut short: they took longer than {} ms", STOP_MS);
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server did not stop", e);
    }
  }

  /** Accepts connections that files can be sent over. */
  private static final class PlainConnector extends ServerConnector {

    PlainConnector(Server server, HttpConnectionFactory http) {
      super(server, 1, 1, http);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(
        SocketChannel channel, ManagedSelector selector, SelectionKey key) {
      SendfileEndPoint endPoint = new SendfileEndPoint(channel, selector, key, getScheduler());
      endPoint.setIdleTimeout(getIdleTimeout());
      return endPoint;
    }
  }
}
