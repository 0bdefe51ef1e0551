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
 * @param warning what is wrong although it may be connected, in words for people
 */
public record PeerState(
    DeviceId device,
    Optional<Session> session,
    boolean refused,
    Optional<String> lastError,
    Optional<String> warning) {

  /**
   * A connection that is up.
   *
   * @param client the program on the other side
   */
  public record Session(
      String deviceName, String client, InetSocketAddress remote, Reach reach, Instant since) {}

  /** How the device is reached, the best first. */
  public enum Reach {
    LAN,
    INTERNET,
    RELAY;

    boolean isBetterThan(Reach other) {
      return compareTo(other) < 0;
    }
  }
}
