/**
 * Chunks: unverified bytes become verified ones here and nowhere else; which of a content's chunks
 * are present ({@code ChunkMap}) and which runs are missing ({@code Hole}).
 */
@NullMarked
package larder.media.chunk;

import org.jspecify.annotations.NullMarked;
