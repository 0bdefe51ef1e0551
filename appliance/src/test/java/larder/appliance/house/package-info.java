/** Holds the code of the appliance to the house's rules. */
@NullMarked
package larder.appliance.house;

import org.jspecify.annotations.NullMarked;
