/**
 * Stand-ins for the pipeline's ports, for the tests here and in the modules that implement them.
 */
@NullMarked
package larder.media.fake;

import org.jspecify.annotations.NullMarked;
