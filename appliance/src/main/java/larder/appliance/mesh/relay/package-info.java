/**
 * Syncthing's relay protocol: devices that cannot reach each other meet at a server that both can
 * reach, which passes bytes on and reads none of them. {@link
 * larder.appliance.mesh.relay.RelayDialler} goes to devices that wait at a relay; {@link
 * larder.appliance.mesh.relay.RelayBerth} waits at one for those who come. In go a relay's hostile
 * bytes, out come lines for {@code mesh.peer}, which trusts whoever proves its id on them.
 * Blocking, on the callers' threads; a berth has one of its own, and one for each device that
 * comes.
 */
@NullMarked
package larder.appliance.mesh.relay;

import org.jspecify.annotations.NullMarked;
