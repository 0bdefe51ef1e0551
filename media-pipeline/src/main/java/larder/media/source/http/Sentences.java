package larder.media.source.http;

/** A stranger's words, fit for a sentence. */
final class Sentences {

  private static final int MAX_CHARS = 60;

  private Sentences() {}

  /** Printable ASCII only, and not too much of it. */
  static String shown(String text) {
    String plain = text.replaceAll("[^ -~]", "?");
    return plain.length() > MAX_CHARS ? plain.substring(0, MAX_CHARS) + "…" : plain;
  }
}
