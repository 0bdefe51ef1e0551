/**
 * Connections to other devices: TLS with pinned ids, dialling, accepting, pinging, closing with
 * reasons. {@link larder.appliance.mesh.peer.PeerService} is the door; bytes come in from sockets
 * and go out as {@code mesh.wire}'s messages to the one {@link
 * larder.appliance.mesh.peer.PeerHandler}. Who is let in is asked of {@link
 * larder.appliance.mesh.peer.Admission}, where devices are of {@link
 * larder.appliance.mesh.peer.AddressBook}. Each link has five threads; they are described at {@code
 * PeerConnection}.
 */
@NullMarked
package larder.appliance.mesh.peer;

import org.jspecify.annotations.NullMarked;
