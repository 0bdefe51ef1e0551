/** What happened, for whoever listens: a bounded ring of events. */
@NullMarked
package larder.appliance.event;

import org.jspecify.annotations.NullMarked;
