package larder.appliance.mesh.peer;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import larder.appliance.mesh.wire.DeviceId;

/** Where to look for a device, as its owner wrote it or discovery found it. */
public sealed interface PeerAddress {

  /** The port that devices listen on unless told otherwise. */
  int DEFAULT_PORT = 22000;

  /** The port that relays listen on unless told otherwise. */
  int DEFAULT_RELAY_PORT = 22067;

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
   * A relay at which the device waits.
   *
   * @param host name or address of the relay, without brackets
   * @param relay the relay's own id, if the address says it; another one is not talked to
   */
  record Relay(String host, int port, Optional<DeviceId> relay) implements PeerAddress {
    public Relay {
      if (host.isBlank() || port < 1 || port > 65535) {
        throw new IllegalArgumentException("not a relay: " + host + ":" + port);
      }
    }

    @Override
    public String toString() {
      String place = "relay://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
      return place + relay.map(id -> "/?id=" + id).orElse("");
    }
  }

  /**
   * Reads {@code relay://host:port/?id=…}; the port and what follows it may be left out, and what
   * else relays say of themselves there is passed over.
   *
   * @throws IllegalArgumentException if it is none; the message is fit for people
   */
  static Relay parseRelay(String text) {
    try {
      URI uri = new URI(text);
      if (!"relay".equals(uri.getScheme()) || uri.getHost() == null || uri.getUserInfo() != null) {
        throw new IllegalArgumentException(relayExpectation(text));
      }
      Optional<DeviceId> id =
          Optional.ofNullable(uri.getQuery()).stream()
              .flatMap(query -> Arrays.stream(query.split("&", -1)))
              .filter(part -> part.startsWith("id="))
              .map(part -> DeviceId.parse(part.substring(3)))
              .findFirst();
      String host = uri.getHost().replaceAll("^\\[|]$", "");
      return new Relay(host, uri.getPort() < 0 ? DEFAULT_RELAY_PORT : uri.getPort(), id);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(relayExpectation(text), e);
    }
  }

  private static String relayExpectation(String text) {
    return "not a relay: \""
        + HarmlessText.of(text, 100)
        + "\"; relay://HOST:PORT/?id=DEVICE-ID is expected";
  }

  /**
   * Reads {@code dynamic}, {@code tcp://host:port} or a relay; the port may be left out.
   *
   * @throws IllegalArgumentException if it is neither; the message is fit for people
   */
  static PeerAddress parse(String text) {
    if (text.toLowerCase(Locale.ROOT).equals("dynamic")) {
      return new Dynamic();
    }
    if (text.startsWith("relay:")) {
      return parseRelay(text);
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
