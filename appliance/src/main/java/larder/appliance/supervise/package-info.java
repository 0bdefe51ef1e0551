/** Long-lived threads with names, parents and restart verdicts. */
@NullMarked
package larder.appliance.supervise;

import org.jspecify.annotations.NullMarked;
