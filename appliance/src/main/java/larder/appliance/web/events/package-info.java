/**
 * What happens on the box, as server-sent events.
 *
 * <p>In: the {@link larder.appliance.event.EventLog}. Out: one endless answer for each subscriber,
 * on the thread of its request.
 */
@NullMarked
package larder.appliance.web.events;

import org.jspecify.annotations.NullMarked;
