/** What the box was asked to stock, in order. */
@NullMarked
package larder.appliance.queue;

import org.jspecify.annotations.NullMarked;
