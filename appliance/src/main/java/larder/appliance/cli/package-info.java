/** The command line. Nothing sees this package. */
@NullMarked
package larder.appliance.cli;

import org.jspecify.annotations.NullMarked;
