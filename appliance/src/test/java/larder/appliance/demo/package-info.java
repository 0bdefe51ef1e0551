/** Tests of the demo's sample media. */
@NullMarked
package larder.appliance.demo;

import org.jspecify.annotations.NullMarked;
