/**
 * The chunks on disk: one sparse file for each content, a map that is never ahead of the synced
 * data, recovery, budget and eviction.
 */
@NullMarked
package larder.media.cache;

import org.jspecify.annotations.NullMarked;
