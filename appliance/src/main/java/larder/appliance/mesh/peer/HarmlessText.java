package larder.appliance.mesh.peer;

/** Words that another device sent, made fit for a log, a terminal and a TV. */
final class HarmlessText {

  private HarmlessText() {}

  /**
   * {@code text} on one line, without control and direction characters, at most {@code limit} long.
   */
  static String of(String text, int limit) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .map(c -> Character.isWhitespace(c) ? ' ' : c)
        .filter(HarmlessText::isVisible)
        .takeWhile(c -> clean.length() < limit)
        .forEach(clean::appendCodePoint);
    return clean.substring(0, Math.min(clean.length(), limit)).strip();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }
}
