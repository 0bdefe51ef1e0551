package larder.appliance.config;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host an address or name; empty for every address of the machine
 * @param port 0 to 65535; 0 lets the system choose a free one
 */
public record ListenAddress(String host, int port) {

  private static final int MAX_PORT = 65_535;
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%a-z]+)\\]|([^:\\[\\]\\s]*)):(\\d{1,9})");

  public ListenAddress {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port " + port + " is not from 0 to " + MAX_PORT);
    }
  }

  /**
   * Reads {@code ADDR:PORT}, {@code [V6ADDR]:PORT} or {@code :PORT}.
   *
   * @throws IllegalArgumentException if {@code text} is none of them
   */
  public static ListenAddress parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no ADDR:PORT; write for example 0.0.0.0:8080, [::1]:8080 or :8080");
    }
    String host = form.group(1) == null ? form.group(2) : form.group(1);
    return new ListenAddress("*".equals(host) ? "" : host, Integer.parseInt(form.group(3)));
  }

  /** As the socket wants it; a name is looked up, which can block. */
  public InetSocketAddress socketAddress() {
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
