package larder.appliance.library;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A place in a list sorted by a text and, where that is equal, an id. */
record Cursor(String sortKey, String id) {

  /** Before everything. */
  static final Cursor START = new Cursor("", "");

  /** The longest path is 4 KiB; a bound on what a caller can make the box decode. */
  private static final int MAX_CHARS = 16 << 10;

  static Cursor parse(Optional<String> text) {
    return text.map(Cursor::decode).orElse(START);
  }

  String text() {
    String joined = id + "\n" + sortKey;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(joined.getBytes(StandardCharsets.UTF_8));
  }

  private static Cursor decode(String text) {
    if (text.length() > MAX_CHARS) {
      throw new IllegalArgumentException("a cursor of " + text.length() + " characters");
    }
    String joined = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    int split = joined.indexOf('\n');
    if (split < 0) {
      throw new IllegalArgumentException("not a cursor: \"" + text + "\"");
    }
    return new Cursor(joined.substring(split + 1), joined.substring(0, split));
  }
}
