package larder.media.source.http;

/** What a mirror tells and asks its owner. Calls are short and come on any thread. */
public interface MirrorEvents {

  /** Whether chunk {@code index} is on this box already, so that nobody needs it. */
  boolean isHeld(int index);

  /** The server may be asked again after it wanted to be left alone. */
  void recovered();

  /**
   * The server has another version of the file, or none: these bytes do not come from it any more.
   *
   * @param sentence what it said, for people
   */
  void changed(String sentence);
}
