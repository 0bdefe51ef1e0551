package larder.appliance.web.http;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.util.HostPort;

/**
 * Which {@code Host} a request may name. A web page of a stranger can make its own name point at
 * the box (DNS rebinding), but then the request names the stranger's host.
 */
final class HostRule {

  private static final int MAX_HOST_CHARS = 255;

  private final Set<String> names;

  /**
   * @param names the names that the box answers to beside {@code localhost}
   */
  HostRule(Set<String> names) {
    this.names =
        names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /**
   * Whether {@code host} is the box.
   *
   * @param hostHeader the value of the header
   * @param local the address that the client connected to: naming it as a literal is no trick
   */
  boolean allows(String hostHeader, InetAddress local) {
    Optional<String> host = hostOf(hostHeader);
    return host.isPresent() && (isKnownName(host.get()) || isOwnAddress(host.get(), local));
  }

  private boolean isKnownName(String host) {
    return host.equals("localhost") || names.contains(host);
  }

  private static boolean isOwnAddress(String host, InetAddress local) {
    try {
      InetAddress literal = InetAddress.ofLiteral(withoutBrackets(host));
      return literal.isLoopbackAddress() ? local.isLoopbackAddress() : literal.equals(plain(local));
    } catch (IllegalArgumentException e) {
      return false; // not a literal, so a name that is not ours
    }
  }

  /** A link-local address without its zone, which no browser sends. */
  private static InetAddress plain(InetAddress local) {
    String text = local.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? local : InetAddress.ofLiteral(text.substring(0, zone));
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static Optional<String> hostOf(String header) {
    if (header.isEmpty() || header.length() > MAX_HOST_CHARS) {
      return Optional.empty();
    }
    try {
      String host = new HostPort(header).getHost();
      if (host == null || host.isEmpty()) {
        return Optional.empty();
      }
      String lower = host.toLowerCase(Locale.ROOT);
      return Optional.of(lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // "host:99999", "user@host"
    }
  }
}
