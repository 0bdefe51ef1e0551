package larder.appliance.mesh.peer;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Where to look for a device, as its owner wrote it. */
public sealed interface PeerAddress {

  /** The port that devices listen on unless told otherwise. */
  int DEFAULT_PORT = 22000;

  /** Wherever discovery last heard of it. */
  record Dynamic() implements PeerAddress {
    @Override
    public String toString() {
      return "dynamic";
    }
  }

  /**
   * A fixed place, looked up anew for each dial.
   *
   * @param host name or address, without brackets
   */
  record Tcp(String host, int port) implements PeerAddress {
    public Tcp {
      if (host.isBlank() || port < 1 || port > 65535) {
        throw new IllegalArgumentException("not a place to dial: " + host + ":" + port);
      }
    }

    @Override
    public String toString() {
      return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * Reads {@code dynamic} or {@code tcp://host:port}; the port may be left out.
   *
   * @throws IllegalArgumentException if it is neither; the message is fit for people
   */
  static PeerAddress parse(String text) {
    if (text.toLowerCase(Locale.ROOT).equals("dynamic")) {
      return new Dynamic();
    }
    try {
      URI uri = new URI(text);
      if (!"tcp".equals(uri.getScheme()) || uri.getHost() == null || !isBare(uri)) {
        throw new IllegalArgumentException(expectation(text));
      }
      String host = uri.getHost().replaceAll("^\\[|]$", "");
      return new Tcp(host, uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(expectation(text), e);
    }
  }

  private static boolean isBare(URI uri) {
    String path = uri.getPath();
    boolean noPath = path == null || path.isEmpty() || path.equals("/");
    return noPath && uri.getUserInfo() == null && uri.getQuery() == null;
  }

  private static String expectation(String text) {
    return "not an address: \"" + HarmlessText.of(text, 100) + "\"; tcp://HOST:PORT is expected";
  }
}
