/**
 * The box's HTTP side, put together: one server, one table of routes. Nothing but the composition
 * root sees this package.
 *
 * <p>In: the services of {@link larder.appliance.web.WebParts}. Out: answers to browsers, players
 * and programs. Each request runs on a virtual thread of its own.
 */
@NullMarked
package larder.appliance.web;

import org.jspecify.annotations.NullMarked;
