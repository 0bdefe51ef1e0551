package larder.media.source.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import larder.media.source.http.ServerConnection.Reply;
import org.apache.hc.core5.http.HeaderElement;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicHeaderValueParser;
import org.apache.hc.core5.http.message.ParserCursor;

/** Names of files as servers and URLs tell them, made harmless. */
public final class FileNames {

  /** As long as file systems take, with room for an ending. */
  private static final int MAX_CHARS = 200;

  private static final String HARMFUL = ":*?\"<>|";

  private FileNames() {}

  /**
   * The last segment of {@code name} without what could hurt a file system, a terminal or a reader:
   * separators, control and direction characters, dots in front. Empty if nothing is left.
   */
  public static Optional<String> harmless(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    StringBuilder out = new StringBuilder();
    last.codePoints()
        .filter(FileNames::isShown)
        .map(c -> HARMFUL.indexOf(c) >= 0 ? '_' : c)
        .limit(MAX_CHARS)
        .forEach(out::appendCodePoint);
    String clean = out.toString().strip().replaceFirst("^[. ]+", "");
    return clean.isBlank() ? Optional.empty() : Optional.of(clean);
  }

  private static boolean isShown(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** The name that a URL's path ends in. */
  public static Optional<String> of(WebUrl url) {
    return harmless(decoded(url.path()));
  }

  /** The name that an answer's {@code Content-Disposition} gives. */
  static Optional<String> of(Reply reply) {
    Optional<String> header = reply.header("Content-Disposition");
    if (header.isEmpty()) {
      return Optional.empty();
    }
    HeaderElement[] elements =
        BasicHeaderValueParser.INSTANCE.parseElements(
            header.get(), new ParserCursor(0, header.get().length()));
    return elements.length == 0
        ? Optional.empty()
        : extended(elements[0])
            .or(() -> parameter(elements[0], "filename"))
            .flatMap(FileNames::harmless);
  }

  /** {@code filename*=UTF-8''…} (RFC 6266). */
  private static Optional<String> extended(HeaderElement element) {
    return parameter(element, "filename*")
        .filter(text -> text.regionMatches(true, 0, "UTF-8'", 0, 6))
        .map(text -> decoded(text.substring(text.indexOf('\'', 6) + 1)));
  }

  private static Optional<String> parameter(HeaderElement element, String name) {
    NameValuePair pair = element.getParameterByName(name);
    return pair == null ? Optional.empty() : Optional.ofNullable(pair.getValue());
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
