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
    return !origin.toLowerCase(Locale.ROOT).equals("http://" + withoutDefaultPort(host));
  }

  private static String withoutDefaultPort(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(":80") ? lower.substring(0, lower.length() - 3) : lower;
  }
}
