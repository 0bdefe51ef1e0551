package larder.media.prefetch;

import java.util.List;
import larder.media.ByteRange;
import larder.media.Manifest;

/**
 * Knows where a container keeps its index (an MP4's {@code moov}, a Matroska's Cues), so that a
 * player can seek at once. Implemented by {@code format}.
 */
@FunctionalInterface
public interface IndexLocator {

  /**
   * The ranges of the index, as far as what is cached tells. Called first when head and tail of the
   * content are cached, and again when the ranges it named are cached, until it names nothing new.
   * Blocks for a few reads at most; never fetches.
   *
   * @return ranges inside the content, a few MB at most; empty when there is no index, no telling,
   *     or the format is unknown
   */
  List<ByteRange> indexRanges(Manifest manifest, CachedBytes bytes);
}
