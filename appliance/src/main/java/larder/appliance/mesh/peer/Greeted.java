package larder.appliance.mesh.peer;

import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Hello;

/**
 * A connection whose two sides know each other's id and have said hello, and nothing more.
 *
 * @param raw the TCP connection under {@code tls}; closing it ends everything at once
 */
record Greeted(
    Socket raw, SSLSocket tls, DeviceId device, Hello hello, Direction direction, Path path) {

  /** Which side opened the connection. */
  enum Direction {
    DIALLED,
    ACCEPTED
  }

  /** What lies between the two. */
  enum Path {
    DIRECT,
    RELAYED
  }

  /** How the device is reached. */
  PeerState.Reach reach() {
    return switch (path) {
      case DIRECT -> Reaches.of(remote().getAddress());
      case RELAYED -> PeerState.Reach.RELAY;
    };
  }

  /** Where the connection goes: for a relayed one, to the relay. */
  InetSocketAddress remote() {
    return (InetSocketAddress) raw.getRemoteSocketAddress();
  }
}
