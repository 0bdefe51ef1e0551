/**
 * The JSON calls below {@code /api/v1}: each class is one resource with its routes and shapes.
 *
 * <p>In: calls. Out: records that become JSON, field by field as the public contract names them.
 * Called on the request's thread; what changes is durable before the answer.
 */
@NullMarked
package larder.appliance.web.api;

import org.jspecify.annotations.NullMarked;
