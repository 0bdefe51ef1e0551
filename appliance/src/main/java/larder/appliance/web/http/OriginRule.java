package larder.appliance.web.http;

import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Refuses changing calls that a page of another site sends. Programs send no {@code Origin}, and
 * browsers always do with such calls.
 */
final class OriginRule {

  private OriginRule() {}

  static boolean isForeign(Request request) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin == null) {
      return "cross-site".equalsIgnoreCase(request.getHeaders().get("Sec-Fetch-Site"));
    }
    String host = Optional.ofNullable(request.getHeaders().get(HttpHeader.HOST)).orElse("");
    String own = host.toLowerCase(Locale.ROOT);
    String from = origin.toLowerCase(Locale.ROOT);
    // A proxy in front of the box may speak TLS.
    return !from.equals("http://" + without(":80", own))
        && !from.equals("https://" + without(":443", own));
  }

  private static String without(String port, String host) {
    return host.endsWith(port) ? host.substring(0, host.length() - port.length()) : host;
  }
}
