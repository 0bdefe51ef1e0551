/** Programs that the commands in {@code bench/} run: the product's own parts, put to one task. */
@NullMarked
package larder.media.bench;

import org.jspecify.annotations.NullMarked;
