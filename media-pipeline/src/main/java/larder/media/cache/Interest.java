package larder.media.cache;

/** What the household still wants of a content; the library and the queue know. */
public enum Interest {
  /** It was watched to its end. */
  WATCHED,
  /** Nobody asked for it. */
  IDLE,
  /** It is in the queue, or in the middle of being watched. */
  WANTED
}
