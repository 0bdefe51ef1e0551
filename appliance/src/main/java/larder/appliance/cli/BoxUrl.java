package larder.appliance.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** A box's address as people type it, made into the one form that is kept and compared. */
final class BoxUrl {

  private BoxUrl() {}

  /** {@code http://host[:port]} from that, from {@code host:port}, or from a page of the box. */
  static URI parse(String typed) throws CommandFailedException {
    String text = typed.strip();
    try {
      URI url = new URI(text.contains("://") ? text : "http://" + text);
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      boolean web = scheme.equals("http") || scheme.equals("https");
      if (!web || url.getHost() == null || url.getUserInfo() != null) {
        throw refused(typed);
      }
      return new URI(
          scheme, null, url.getHost().toLowerCase(Locale.ROOT), url.getPort(), null, null, null);
    } catch (URISyntaxException e) {
      throw refused(typed);
    }
  }

  private static CommandFailedException refused(String typed) {
    return CommandFailedException.usage(
        "\""
            + Text.harmless(typed)
            + "\" is not a box's address. It looks like http://192.168.1.20:8080.");
  }
}
