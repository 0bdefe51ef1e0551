/** Tests of what people install. */
@NullMarked
package larder.image;

import org.jspecify.annotations.NullMarked;
