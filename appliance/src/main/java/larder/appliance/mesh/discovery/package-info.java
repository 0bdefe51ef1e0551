/**
 * Finding each other on the LAN: Syncthing's local discovery, and DNS-SD announcements for
 * browsers.
 *
 * <p>In go the network's interfaces and hostile datagrams; out come hints where a device might be,
 * for {@code mesh.peer} to dial and for nobody to trust. Runs on threads of its own; what it offers
 * others never blocks.
 */
@NullMarked
package larder.appliance.mesh.discovery;

import org.jspecify.annotations.NullMarked;
