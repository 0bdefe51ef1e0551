/** The box's HTTP side: routes, rules, JSON, streams and events. Nothing sees this package. */
@NullMarked
package larder.appliance.web;

import org.jspecify.annotations.NullMarked;
