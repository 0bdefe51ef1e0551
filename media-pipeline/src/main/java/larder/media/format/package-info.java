/**
 * What the bytes mean: container, content type, duration, and where a container keeps its index.
 */
@NullMarked
package larder.media.format;

import org.jspecify.annotations.NullMarked;
