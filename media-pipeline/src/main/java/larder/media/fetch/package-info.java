/**
 * Fills holes from sources by deadline: waiting readers first, then their read-ahead, then
 * prefetch. Several sources at once; slow and dead ones are dropped, wrong bytes never accepted.
 */
@NullMarked
package larder.media.fetch;

import org.jspecify.annotations.NullMarked;
