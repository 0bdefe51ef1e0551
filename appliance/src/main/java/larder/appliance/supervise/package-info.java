/**
 * Long-lived work: virtual threads with names, a parent, and a verdict on what a failure means.
 *
 * <p>In go tasks that run until they are done or interrupted; out come log lines and, if a part
 * fails that the whole cannot be without, one call to the owner. Used by every part of the
 * appliance that runs by itself; safe for several threads.
 */
@NullMarked
package larder.appliance.supervise;

import org.jspecify.annotations.NullMarked;
