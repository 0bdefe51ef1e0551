/** Finding each other on the LAN: Syncthing's local discovery and DNS-SD announcements. */
@NullMarked
package larder.appliance.mesh.discovery;

import org.jspecify.annotations.NullMarked;
