package larder.appliance.cli;

/** The digits that the TV shows. */
final class PairingCode {

  private PairingCode() {}

  /** Six digits, with or without a gap in the middle. */
  static String parse(String typed) throws CommandFailedException {
    String digits = typed.replaceAll("[ -]", "");
    if (!digits.matches("[0-9]{6}")) {
      throw CommandFailedException.usage(
          "\"" + Text.harmless(typed) + "\" is not a code. The TV shows six digits, like 123456.");
    }
    return digits;
  }
}
