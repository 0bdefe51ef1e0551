package larder.appliance.mesh.relay;

/** A relay's words, made harmless to show and to log. */
final class Words {

  /** A sentence. */
  private static final int MOST_CHARS = 100;

  private Words() {}

  static String harmless(String text) {
    String printable = text.replaceAll("\\p{C}", "?");
    return printable.substring(0, Math.min(MOST_CHARS, printable.length()));
  }
}
