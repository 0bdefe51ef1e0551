package larder.media.prefetch;

import larder.media.Manifest;

/**
 * A content that somebody wants on the box before anyone asks for it.
 *
 * @param manifest what to fetch
 */
public record Want(Manifest manifest) {}
