package larder.appliance.config;

import java.util.Locale;

/**
 * How this box goes to web servers.
 *
 * @param privateAddresses whether it may ask servers that only this household reaches
 */
public record WebSettings(PrivateAddresses privateAddresses) {

  /** Whether a URL may lead to the household's own servers, a NAS for example, or this machine. */
  public enum PrivateAddresses {
    REFUSED,
    ALLOWED
  }

  static WebSettings parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> new WebSettings(PrivateAddresses.ALLOWED);
      case "false" -> new WebSettings(PrivateAddresses.REFUSED);
      default -> throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
    };
  }
}
