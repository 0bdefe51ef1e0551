package larder.appliance.mesh.peer;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import larder.appliance.mesh.wire.DeviceId;

/**
 * How a device that is kept in touch with is doing.
 *
 * @param session present while connected
 * @param refused the last connection was closed by the device right after the greeting: its own
 *     user has not let this one in
 * @param lastError why it is not connected, in words for people; empty while nothing went wrong
 */
public record PeerState(
    DeviceId device, Optional<Session> session, boolean refused, Optional<String> lastError) {

  /**
   * A connection that is up.
   *
   * @param client the program on the other side
   */
  public record Session(
      String deviceName, String client, InetSocketAddress remote, Reach reach, Instant since) {}

  /** How the device is reached. */
  public enum Reach {
    LAN,
    INTERNET
  }
}
