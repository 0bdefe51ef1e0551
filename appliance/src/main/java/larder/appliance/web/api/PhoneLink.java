package larder.appliance.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nayuki.qrcodegen.QrCode;
import java.util.List;
import java.util.function.Supplier;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Header;

/**
 * How a phone gets to the page that pairs it. The picture carries the code in the address's
 * fragment, which no server and no proxy sees; the page fills it in, and a person sends it.
 */
final class PhoneLink {

  /** Light around the code, in modules: ISO 18004 asks for four. */
  private static final int QUIET = 4;

  private final Supplier<String> page;

  PhoneLink(Supplier<String> page) {
    this.page = page;
  }

  /** What a phone opens. */
  String address() {
    return page.get() + "/pair";
  }

  /** The same with the code, for a camera. */
  Answer picture(String code) {
    return new Answer.Whole(
        200,
        List.of(
            new Header("Content-Type", "image/svg+xml"), new Header("Cache-Control", "no-store")),
        svg(QrCode.encodeText(address() + "#c=" + code, QrCode.Ecc.MEDIUM)).getBytes(UTF_8));
  }

  private static String svg(QrCode code) {
    StringBuilder dark = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          dark.append('M').append(x + QUIET).append(' ').append(y + QUIET).append("h1v1h-1z");
        }
      }
    }
    int side = code.size + 2 * QUIET;
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\"".formatted(side, side)
        + " shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%dv%dh-%dz\"/>"
            .formatted(side, side, side)
        + "<path d=\""
        + dark
        + "\"/></svg>";
  }
}
