/** Real parts that several packages' tests use, as fixtures. */
@NullMarked
package larder.appliance.testing;

import org.jspecify.annotations.NullMarked;
