package larder.appliance.cli;

import io.nayuki.qrcodegen.QrCode;

/** A QR code in characters: two rows of modules in each line, light ones drawn. */
final class QrText {

  /** Four are asked for by ISO 18004; two are read by every phone and fit on 24 lines. */
  private static final int QUIET_MODULES = 2;

  private static final String BLACK_ON_WHITE = "\u001b[30;107m";
  private static final String RESET = "\u001b[0m";

  private final QrCode code;

  private QrText(QrCode code) {
    this.code = code;
  }

  static QrText of(String text) {
    return new QrText(QrCode.encodeText(text, QrCode.Ecc.LOW));
  }

  /**
   * Without colours light modules are drawn in the terminal's foreground, which is right for light
   * text on a dark ground.
   */
  String draw(Output.Palette palette) {
    StringBuilder text = new StringBuilder();
    for (int y = -QUIET_MODULES; y < code.size + QUIET_MODULES; y += 2) {
      text.append(palette == Output.Palette.COLOUR ? BLACK_ON_WHITE : "");
      for (int x = -QUIET_MODULES; x < code.size + QUIET_MODULES; x++) {
        boolean colour = palette == Output.Palette.COLOUR;
        text.append(block(code.getModule(x, y) == colour, code.getModule(x, y + 1) == colour));
      }
      text.append(palette == Output.Palette.COLOUR ? RESET : "").append(System.lineSeparator());
    }
    return text.toString();
  }

  private static char block(boolean upperDrawn, boolean lowerDrawn) {
    if (upperDrawn) {
      return lowerDrawn ? '█' : '▀';
    }
    return lowerDrawn ? '▄' : ' ';
  }
}
