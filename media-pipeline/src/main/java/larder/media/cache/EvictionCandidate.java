package larder.media.cache;

import larder.media.ContentId;

/**
 * A content that could go: not kept, and nobody reads or writes it.
 *
 * @param cachedBytes what its going would free
 * @param lastUse greater for what was read or written later; only the order means something
 * @param interest what the household still wants of it
 */
public record EvictionCandidate(
    ContentId content, long cachedBytes, long lastUse, Interest interest) {}
