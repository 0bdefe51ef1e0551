package larder.appliance.cli;

import java.util.List;

/** Text from elsewhere made fit for a terminal. */
final class Text {

  private static final String CUT = "…";

  /** The blocks of Unicode's East Asian Width (UAX 11) that matter: Hangul, CJK, full width. */
  private static final List<int[]> WIDE =
      List.of(
          new int[] {0x1100, 0x115f},
          new int[] {0x2e80, 0xa4cf},
          new int[] {0xac00, 0xd7a3},
          new int[] {0xf900, 0xfaff},
          new int[] {0xfe30, 0xfe6f},
          new int[] {0xff00, 0xff60},
          new int[] {0x1f300, 0x1faff},
          new int[] {0x20000, 0x3fffd});

  private Text() {}

  /**
   * {@code text} without what could move the cursor, change colours or turn the direction: names of
   * files are chosen by strangers.
   */
  static String harmless(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(point -> clean.appendCodePoint(isPrintable(point) ? point : '?'));
    return clean.toString();
  }

  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /** How many columns a terminal gives {@code text}: none to marks, two to East Asian wide ones. */
  static int columns(String text) {
    return text.codePoints().map(Text::columns).sum();
  }

  /** {@code text}, cut so that it takes at most {@code columns}. */
  static String fit(String text, int columns) {
    if (columns(text) <= columns) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int left = columns - 1;
    for (int point : text.codePoints().toArray()) {
      left -= columns(point);
      if (left < 0) {
        break;
      }
      cut.appendCodePoint(point);
    }
    return columns <= 0 ? "" : cut + CUT;
  }

  static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - columns(text)));
  }

  private static int columns(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return isWide(point) ? 2 : 1;
  }

  private static boolean isWide(int point) {
    return WIDE.stream().anyMatch(block -> point >= block[0] && point <= block[1]);
  }
}
