/**
 * Where chunks come from: the port that mesh devices, HTTP servers and local files implement.
 *
 * <p>In: a request for one chunk of one content. Out: its bytes, unverified. Called by {@code
 * fetch} only, on a virtual thread of its own for each call.
 */
@NullMarked
package larder.media.source;

import org.jspecify.annotations.NullMarked;
