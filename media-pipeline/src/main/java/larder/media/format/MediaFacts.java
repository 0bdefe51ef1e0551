package larder.media.format;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import larder.media.ByteRange;

/**
 * What a content's own bytes say about it.
 *
 * @param format its container
 * @param duration how long it plays, empty when the container does not say or cannot be believed
 * @param index where a player looks before it can start or seek, in the order of the file; empty
 *     when the container has no index, or keeps it at the very start anyway
 */
public record MediaFacts(MediaFormat format, Optional<Duration> duration, List<ByteRange> index) {

  public MediaFacts {
    index = List.copyOf(index);
  }

  /** Nothing but the container. */
  static MediaFacts only(MediaFormat format) {
    return new MediaFacts(format, Optional.empty(), List.of());
  }
}
