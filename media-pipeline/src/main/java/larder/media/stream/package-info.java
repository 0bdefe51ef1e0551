/**
 * A seekable reader over the cache that raises demand for what is missing and waits for it.
 *
 * <p>In: positions from the web. Out: verified bytes. Blocking, on the caller's virtual thread.
 */
@NullMarked
package larder.media.stream;

import org.jspecify.annotations.NullMarked;
