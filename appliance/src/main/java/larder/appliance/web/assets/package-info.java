/**
 * The pages: static files from the class path, held in memory.
 *
 * <p>In: the folder {@code META-INF/larder-ui} at start. Out: one route for each file, so no
 * request's path ever names a file. Callable on any thread.
 */
@NullMarked
package larder.appliance.web.assets;

import org.jspecify.annotations.NullMarked;
