/**
 * The grammar of the box's HTTP: routes with their rules, calls and answers, problems, and the one
 * handler that applies them in order.
 *
 * <p>In: requests from Jetty, on one virtual thread each. Out: {@link
 * larder.appliance.web.http.Answer answers} that the endpoints of the sibling packages gave. The
 * only package that touches Jetty's requests.
 */
@NullMarked
package larder.appliance.web.http;

import org.jspecify.annotations.NullMarked;
