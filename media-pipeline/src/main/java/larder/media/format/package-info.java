/**
 * What the bytes mean: container, content type, duration, and where a container keeps its index.
 *
 * <p>In: those bytes of a content that are cached already ({@link
 * larder.media.prefetch.CachedBytes}). Out: facts, or the range that is missing to know more. Pure
 * reading without waiting, on the caller's thread. The bytes come from files that anybody may have
 * made, so every count, size and position is held against a limit first.
 */
@NullMarked
package larder.media.format;

import org.jspecify.annotations.NullMarked;
