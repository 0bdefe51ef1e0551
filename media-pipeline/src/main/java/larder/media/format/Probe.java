package larder.media.format;

import larder.media.ByteRange;

/** How far a look into a content came. */
public sealed interface Probe {

  /** All that its bytes tell. */
  record Done(MediaFacts facts) implements Probe {}

  /**
   * Not enough is cached.
   *
   * @param range what to fetch before asking again; each answer asks for something new, at most
   *     some dozen times
   */
  record Needs(ByteRange range) implements Probe {}
}
