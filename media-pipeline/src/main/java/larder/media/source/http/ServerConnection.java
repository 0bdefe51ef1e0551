package larder.media.source.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import larder.media.Timers;
import larder.media.source.http.WebAccess.Endpoint;
import larder.media.source.http.WebException.Kind;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a web server, kept from one answer to the next. Used by one thread at a time;
 * only {@link #drop} may come from any. Nothing that a server does holds a caller longer than the
 * deadline it gave: an alarm takes the socket away.
 */
final class ServerConnection {

  private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

  private static final int MAX_LINE_CHARS = 16 << 10;
  private static final int MAX_HEADERS = 200;
  private static final int BUFFER_BYTES = 16 << 10;

  /** Servers keep an idle connection for about as long. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(20);

  /** A server with several addresses gets several chances. */
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

  /** Should an alarm ever miss its connection: no read stands still for longer. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(90);

  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setBufferSize(BUFFER_BYTES)
          .setMaxLineLength(MAX_LINE_CHARS)
          .setMaxHeaderCount(MAX_HEADERS)
          .build();

  private final WebAccess access;
  private final HttpRequestExecutor executor = new HttpRequestExecutor();

  /** What an alarm closes: the TCP socket, never the TLS one, which would wait to say goodbye. */
  private volatile Optional<Socket> socket = Optional.empty();

  /** Takes a connection away that nobody used for a while. */
  private volatile Timers.Alarm rest = () -> {};

  private Optional<Opened> opened = Optional.empty();
  private Optional<InputStream> body = Optional.empty();

  ServerConnection(WebAccess access) {
    this.access = access;
  }

  private record Opened(String origin, DefaultBHttpClientConnection http) {}

  /**
   * Asks for {@code endpoint} and reads the answer's head; an answer that was not read to its end
   * is thrown away with its connection first.
   *
   * @param headers beside those that every request has
   * @throws WebException {@code UNREACHABLE}, {@code TIMEOUT} or {@code BROKEN}; the connection is
   *     dropped
   */
  Reply get(Endpoint endpoint, Map<String, String> headers, Duration timeout)
      throws WebException, InterruptedException {
    rest.cancel();
    return guarded(endpoint.url(), timeout, () -> get(endpoint, headers));
  }

  private Reply get(Endpoint endpoint, Map<String, String> headers)
      throws IOException, HttpException {
    boolean reused = isOpenTo(endpoint.url());
    if (reused) {
      try {
        return send(endpoint.url(), headers);
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        LOG.debug("{} closed a connection that was idle", endpoint.url().origin(), e);
        if (Thread.currentThread().isInterrupted() || socket.isEmpty()) {
          throw e;
        }
      }
    }
    drop();
    body = Optional.empty();
    connect(endpoint);
    return send(endpoint.url(), headers);
  }

  private boolean isOpenTo(WebUrl url) {
    return body.isEmpty()
        && socket.isPresent()
        && opened.filter(there -> there.origin().equals(url.origin())).isPresent();
  }

  private Reply send(WebUrl url, Map<String, String> headers) throws IOException, HttpException {
    BasicClassicHttpRequest request = new BasicClassicHttpRequest("GET", url.target());
    request.setHeader("Host", url.authority());
    request.setHeader("User-Agent", access.userAgent());
    request.setHeader("Accept-Encoding", "identity");
    headers.forEach(request::setHeader);
    HttpCoreContext context = HttpCoreContext.create();
    ClassicHttpResponse response = executor.execute(request, opened.orElseThrow().http(), context);
    if (response.getEntity() != null) {
      body = Optional.of(response.getEntity().getContent());
    }
    boolean lasts = DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
    return new Reply(url, response, lasts);
  }

  private void connect(Endpoint endpoint) throws IOException {
    WebUrl url = endpoint.url();
    Optional<IOException> failure = Optional.empty();
    for (InetAddress address : endpoint.addresses()) {
      // The environment's proxy would resolve the name again, and connect to another address.
      Socket raw = new Socket(Proxy.NO_PROXY);
      socket = Optional.of(raw);
      try {
        raw.setTcpNoDelay(true);
        raw.setSoTimeout((int) LONGEST_SILENCE.toMillis());
        raw.connect(new InetSocketAddress(address, url.port()), (int) LONGEST_CONNECT.toMillis());
        opened = Optional.of(new Opened(url.origin(), bound(url, raw)));
        return;
      } catch (WebException e) {
        raw.close();
        throw e; // its certificate: its other addresses show the same one
      } catch (IOException e) {
        LOG.debug("Cannot connect to {} at {}", url.origin(), address, e);
        raw.close();
        failure = Optional.of(e);
      }
    }
    throw new WebException(
        Kind.UNREACHABLE,
        "The server " + url.host() + " cannot be reached: " + failure.orElseThrow().getMessage(),
        failure.get());
  }

  private DefaultBHttpClientConnection bound(WebUrl url, Socket raw) throws IOException {
    DefaultBHttpClientConnection http = new DefaultBHttpClientConnection(LIMITS);
    if (!url.isSecure()) {
      http.bind(raw);
      return http;
    }
    SSLSocket secure = (SSLSocket) access.tls().createSocket(raw, url.host(), url.port(), false);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // else any valid name would do
    secure.setSSLParameters(parameters);
    try {
      secure.startHandshake();
    } catch (SSLException e) {
      throw CertificateTrouble.of(url, e);
    }
    http.bind(secure, raw);
    return http;
  }

  /** Reads the next bytes of the answer, exactly as many as {@code target} takes. */
  void read(WebUrl url, byte[] target, Duration timeout) throws WebException, InterruptedException {
    guarded(
        url,
        timeout,
        () -> {
          int read =
              body.orElse(InputStream.nullInputStream()).readNBytes(target, 0, target.length);
          if (read < target.length) {
            throw new IOException(
                "the answer ends after " + read + " of " + target.length + " bytes");
          }
          return read;
        });
  }

  /** Throws the next bytes of the answer away. */
  void skip(WebUrl url, long bytes, Duration timeout) throws WebException, InterruptedException {
    guarded(
        url,
        timeout,
        () -> {
          body.orElse(InputStream.nullInputStream()).skipNBytes(bytes);
          return bytes;
        });
  }

  /** The answer was read: keeps the connection for the next one if the answer is at its end. */
  void finish(Reply reply, Duration timeout) throws InterruptedException {
    try {
      boolean atEnd = body.isEmpty() || guarded(reply.url(), timeout, () -> body.get().read()) < 0;
      body = Optional.empty();
      if (!atEnd || !reply.lasts()) {
        drop();
      } else {
        rest = access.timers().after(LONGEST_REST, this::drop);
      }
    } catch (WebException e) {
      LOG.debug("The end of an answer of {} broke", reply.url().origin(), e);
    }
  }

  private <T> T guarded(WebUrl url, Duration timeout, Step<T> step)
      throws WebException, InterruptedException {
    AtomicBoolean late = new AtomicBoolean();
    Timers.Alarm alarm =
        access
            .timers()
            .after(
                timeout,
                () -> {
                  late.set(true);
                  drop();
                });
    try {
      return step.run();
    } catch (IOException | HttpException e) {
      drop();
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while " + url.origin() + " was asked");
      }
      throw failure(url, late.get(), e);
    } finally {
      alarm.cancel();
    }
  }

  private static WebException failure(WebUrl url, boolean late, Exception cause) {
    if (late || cause instanceof SocketTimeoutException) {
      return new WebException(
          Kind.TIMEOUT, "The server " + url.host() + " does not answer in time", cause);
    }
    if (cause instanceof WebException known) {
      return known;
    }
    return new WebException(
        Kind.BROKEN,
        "The server "
            + url.host()
            + " broke off: "
            + Sentences.shown(String.valueOf(cause.getMessage())),
        cause);
  }

  /** Closes the connection at once, whoever uses it. Idempotent. */
  void drop() {
    Optional<Socket> gone = socket;
    socket = Optional.empty();
    try {
      if (gone.isPresent()) {
        gone.get().close();
      }
    } catch (IOException e) {
      LOG.debug("A connection did not close", e);
    }
  }

  @FunctionalInterface
  private interface Step<T> {
    T run() throws IOException, HttpException;
  }

  /**
   * The head of an answer.
   *
   * @param lasts whether the server keeps the connection afterwards
   */
  record Reply(WebUrl url, ClassicHttpResponse response, boolean lasts) {

    int status() {
      return response.getCode();
    }

    /** A header's value; several of one name are no value. */
    Optional<String> header(String name) {
      return response.countHeaders(name) == 1
          ? Optional.of(response.getFirstHeader(name).getValue().strip())
          : Optional.empty();
    }
  }
}
