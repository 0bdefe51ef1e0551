package larder.appliance.mesh.index;

/** Makes text from strangers harmless to show. */
final class Names {

  /** Longer names would push the rest off a TV's screen. */
  static final int MAX_CHARS = 64;

  private Names() {}

  /**
   * {@code text} with only printable characters, at most {@value #MAX_CHARS}: no control
   * characters, no invisible ones and none that turn the direction of writing.
   */
  static String harmless(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(4L * MAX_CHARS)
        .filter(Names::isPrintable)
        .takeWhile(c -> shown.length() + Character.charCount(c) <= MAX_CHARS)
        .forEach(shown::appendCodePoint);
    return shown.toString().strip();
  }

  /** {@link #harmless}, or {@code otherwise} if nothing is left. */
  static String harmless(String text, String otherwise) {
    String shown = harmless(text);
    return shown.isEmpty() ? otherwise : shown;
  }

  /** All of {@code text} that is printable, whatever its length. */
  static String printable(String text) {
    return text.codePoints()
        .filter(Names::isPrintable)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .strip();
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
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
}
