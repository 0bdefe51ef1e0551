package larder.media.format;

import larder.media.ByteRange;

/** Why a look into a content ends early. Never leaves the package. */
abstract sealed class ProbeStop extends Exception {

  private static final long serialVersionUID = 1;

  private ProbeStop(String message) {
    super(message, null, false, false);
  }

  /** The next step needs bytes that are not cached. */
  static final class Missing extends ProbeStop {

    private static final long serialVersionUID = 1;

    private final transient ByteRange range;

    Missing(ByteRange range) {
      super("needs " + range);
      this.range = range;
    }

    ByteRange range() {
      return range;
    }
  }

  /** The bytes contradict their container's rules, or pass a limit. */
  static final class Malformed extends ProbeStop {

    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }
}
