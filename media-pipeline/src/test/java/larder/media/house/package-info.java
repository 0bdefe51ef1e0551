/** Holds the code of the pipeline to the house's rules. */
@NullMarked
package larder.media.house;

import org.jspecify.annotations.NullMarked;
