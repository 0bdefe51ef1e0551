package larder.media.source.http;

import java.net.IDN;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A web address that may be asked, in one spelling: lower-case scheme and host, the host in ASCII,
 * no default port, no user, no fragment.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a DNS name, a dotted quad, or an IPv6 literal without brackets
 * @param port 1 to 65535
 * @param target path and query as sent to the server, starting with a slash
 */
public record WebUrl(String scheme, String host, int port, String target) {

  /** What browsers and servers agree on; a longer one is a mistake or an attack. */
  public static final int MAX_CHARS = 2_048;

  private static final int MAX_HOST_CHARS = 253;
  private static final int MAX_PORT = 65_535;

  /** Characters that no server takes as they are. */
  private static final String ENCODED = "\"<>\\^`{|}";

  private static final Pattern FORM =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?]*)([/?].*)?");
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f]*:[0-9A-Fa-f:.]*]|[^:\\[\\]]+)(?::([0-9]{1,5}))?");
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*");
  private static final Pattern LOOKS_NUMERIC = Pattern.compile("(.*\\.)?(0x[0-9a-f]*|[0-9]+)");
  private static final Pattern QUAD = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

  /**
   * Reads an address as a person typed it.
   *
   * @throws IllegalArgumentException if it may not be asked; the message names the value and why
   */
  public static WebUrl parse(String typed) {
    if (typed.length() > MAX_CHARS) {
      throw new IllegalArgumentException(
          "an address has at most " + MAX_CHARS + " characters, this one has " + typed.length());
    }
    if (typed.chars().anyMatch(c -> c <= ' ' || Character.isISOControl(c))) {
      throw refused(typed, "has a space or a control character in it");
    }
    if (typed.indexOf('#') >= 0) {
      throw refused(typed, "has a \"#\" in it: leave out what follows it");
    }
    Matcher parts = FORM.matcher(typed);
    if (!parts.matches()) {
      throw refused(typed, "is no web address, which starts with http:// or https://");
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw refused(typed, "starts with neither http:// nor https://");
    }
    return of(typed, scheme, parts.group(2), Optional.ofNullable(parts.group(3)).orElse("/"));
  }

  private static WebUrl of(String typed, String scheme, String authority, String rest) {
    if (authority.indexOf('@') >= 0) {
      throw refused(typed, "has a user name in it, which this box does not send");
    }
    Matcher parts = AUTHORITY.matcher(authority);
    if (!parts.matches()) {
      throw refused(typed, "has no host that this box understands");
    }
    int port = parts.group(2) == null ? defaultPort(scheme) : Integer.parseInt(parts.group(2));
    if (port < 1 || port > MAX_PORT) {
      throw refused(typed, "has the port " + port + ", and ports go from 1 to " + MAX_PORT);
    }
    String target = encoded(rest.startsWith("?") ? "/" + rest : rest);
    if (target.length() > 3 * MAX_CHARS) {
      throw refused(typed, "is too long");
    }
    return new WebUrl(scheme, host(typed, parts.group(1)), port, target);
  }

  private static String host(String typed, String host) {
    if (host.startsWith("[")) {
      return literal(typed, host.substring(1, host.length() - 1));
    }
    String ascii = ascii(typed, host);
    if (LOOKS_NUMERIC.matcher(ascii).matches() && !QUAD.matcher(ascii).matches()) {
      throw refused(typed, "writes its number so that programs disagree what it means");
    }
    if (ascii.length() > MAX_HOST_CHARS || !NAME.matcher(ascii).matches()) {
      throw refused(typed, "has no host that this box understands");
    }
    return QUAD.matcher(ascii).matches() ? literal(typed, ascii) : ascii;
  }

  private static String ascii(String typed, String host) {
    String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    try {
      return IDN.toASCII(bare).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw refused(typed, "has a host that cannot be written in DNS");
    }
  }

  private static String literal(String typed, String address) {
    try {
      return InetAddress.ofLiteral(address).getHostAddress();
    } catch (IllegalArgumentException e) {
      throw refused(typed, "has no host that this box understands");
    }
  }

  private static String encoded(String target) {
    StringBuilder out = new StringBuilder(target.length());
    for (byte each : target.getBytes(StandardCharsets.UTF_8)) {
      int value = each & 0xff;
      if (value < 0x80 && ENCODED.indexOf(value) < 0) {
        out.append((char) value);
      } else {
        out.append("%%%02X".formatted(value));
      }
    }
    return out.toString();
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  private static IllegalArgumentException refused(String typed, String why) {
    return new IllegalArgumentException("\"" + typed + "\" " + why);
  }

  /**
   * Where a redirect of this address leads.
   *
   * @throws IllegalArgumentException if it may not be followed
   */
  WebUrl resolve(String location) {
    String place = location.contains("#") ? location.substring(0, location.indexOf('#')) : location;
    WebUrl to;
    if (FORM.matcher(place).matches()) {
      to = parse(place);
    } else if (place.startsWith("//")) {
      to = parse(scheme + ":" + place);
    } else if (place.startsWith("/")) {
      to = parse(origin() + place);
    } else {
      to = parse(origin() + relative(place));
    }
    if (isSecure() && !to.isSecure()) {
      throw refused(location, "leads from https to plain http");
    }
    return to;
  }

  private String relative(String place) {
    String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
    return place.startsWith("?")
        ? path + place
        : path.substring(0, path.lastIndexOf('/') + 1) + place;
  }

  public boolean isSecure() {
    return scheme.equals("https");
  }

  /** Scheme, host and port: {@code https://example.com}. */
  public String origin() {
    return scheme + "://" + authority();
  }

  /** Host and port as the Host header wants them. */
  String authority() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return port == defaultPort(scheme) ? name : name + ":" + port;
  }

  /** The path without its query, as the server spells it. */
  String path() {
    return target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
  }

  @Override
  public String toString() {
    return origin() + target;
  }
}
