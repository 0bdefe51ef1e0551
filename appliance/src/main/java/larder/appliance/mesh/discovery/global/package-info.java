/**
 * Finding each other over the Internet, by Syncthing's discovery servers (protocol 3): this device
 * says where it is, and asks where the household's other devices are. Only when its owner turned it
 * on. In go the servers' answers, to be trusted with nothing; out come hints where a device might
 * be, for {@code mesh.peer} to dial. Runs on threads of its own; what it offers others never
 * blocks.
 */
@NullMarked
package larder.appliance.mesh.discovery.global;

import org.jspecify.annotations.NullMarked;
