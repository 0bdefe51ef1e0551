/** Settings from flags, environment and file; the home directory and its lock. */
@NullMarked
package larder.appliance.config;

import org.jspecify.annotations.NullMarked;
