package larder.appliance.security;

/** What a device that asks to be let in may call itself. */
final class HolderName {

  /** As long as a mesh device's name. */
  private static final int MAX_CHARS = 64;

  private HolderName() {}

  /** The name without anything that could fool a reader of a list or a log. */
  static String harmless(String claimed) {
    String printable =
        claimed
            .codePoints()
            .filter(HolderName::isPrintable)
            .limit(MAX_CHARS)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .strip();
    return printable.isEmpty() ? "unnamed" : printable;
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
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
