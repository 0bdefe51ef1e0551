package larder.media.source.http;

import java.io.IOException;

/** Why a web server gave no answer, with a sentence for people. */
final class WebException extends IOException {

  private static final long serialVersionUID = 1;

  private final Kind kind;
  private final String sentence;

  WebException(Kind kind, String sentence) {
    super(sentence);
    this.kind = kind;
    this.sentence = sentence;
  }

  WebException(Kind kind, String sentence, Throwable cause) {
    super(sentence, cause);
    this.kind = kind;
    this.sentence = sentence;
  }

  /** What to tell people, without a full stop. */
  String sentence() {
    return sentence;
  }

  Kind kind() {
    return kind;
  }

  /** What can be done about it. */
  enum Kind {
    /** Its address may not be asked; asking again does not help. */
    FORBIDDEN,
    /** Nobody is there, or the name is not known. */
    UNREACHABLE,
    /** It did not answer in time. */
    TIMEOUT,
    /** What it answered makes no sense, or the connection broke. */
    BROKEN
  }
}
