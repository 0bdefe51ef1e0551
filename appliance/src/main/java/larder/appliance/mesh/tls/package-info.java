/**
 * TLS between devices, as all of the mesh's protocols do it: both sides show one certificate, and
 * its hash is who they are. In goes this device's identity, out come sockets and contexts; called
 * by {@code mesh.peer}, {@code mesh.relay} and {@code mesh.discovery.global}, on their threads.
 */
@NullMarked
package larder.appliance.mesh.tls;

import org.jspecify.annotations.NullMarked;
