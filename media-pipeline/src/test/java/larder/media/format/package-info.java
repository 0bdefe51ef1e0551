/** Tests of what the bytes mean. */
@NullMarked
package larder.media.format;

import org.jspecify.annotations.NullMarked;
