/**
 * Connections to other devices: TLS with pinned ids, dialling, accepting, pinging, closing with
 * reasons.
 */
@NullMarked
package larder.appliance.mesh.peer;

import org.jspecify.annotations.NullMarked;
