package larder.media.stream;

import larder.media.Manifest;

/** Opens streams. */
public interface Streams {

  /** A new reader of {@code manifest}'s content; opening fetches nothing. */
  TitleStream open(Manifest manifest);
}
