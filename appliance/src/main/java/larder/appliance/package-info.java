/**
 * The composition root: builds the box and the share from their parts and starts the command line.
 */
@NullMarked
package larder.appliance;

import org.jspecify.annotations.NullMarked;
