/**
 * Turns wants into ordered holes: heads and tails of everything queued first, then the queue in
 * order.
 */
@NullMarked
package larder.media.prefetch;

import org.jspecify.annotations.NullMarked;
