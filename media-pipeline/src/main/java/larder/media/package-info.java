/**
 * The words of the media pipeline: content, chunks, ranges and faults.
 *
 * <p>Everything flows {@code source -> chunk -> cache -> fetch -> prefetch, stream -> format};
 * imports run the other way or down to this package, which imports nothing of Larder.
 */
@NullMarked
package larder.media;

import org.jspecify.annotations.NullMarked;
