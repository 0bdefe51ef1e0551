package larder.appliance.mesh.peer;

import java.net.Socket;

/**
 * A TCP connection that leads to a device over a relay; TLS with the device is still to come.
 *
 * @param role which side of TLS this device is; the relay says so to both
 */
public record Line(Socket socket, Role role) {

  /** A side of TLS. */
  public enum Role {
    CLIENT,
    SERVER
  }
}
