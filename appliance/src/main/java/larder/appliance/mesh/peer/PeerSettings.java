package larder.appliance.mesh.peer;

import java.net.InetSocketAddress;
import larder.appliance.mesh.wire.Hello;

/**
 * What the peer service is told at its start.
 *
 * @param listen where to listen; port 0 takes a free one
 * @param hello how this device presents itself; its name goes to known devices only
 */
public record PeerSettings(InetSocketAddress listen, Hello hello, PeerTiming timing) {}
