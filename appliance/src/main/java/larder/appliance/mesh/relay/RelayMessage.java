package larder.appliance.mesh.relay;

import larder.appliance.mesh.wire.Bytes;
import larder.appliance.mesh.wire.DeviceId;

/** What is said on the way to and from a relay. Source: Syncthing's relay protocol, version 1. */
sealed interface RelayMessage {

  /** The relay wants to know whether this device is still there. */
  record Ping() implements RelayMessage {}

  record Pong() implements RelayMessage {}

  /** This device wants to wait here. */
  record Join(String token) implements RelayMessage {}

  /** Whoever holds the key may use the session. */
  record JoinSession(Bytes key) implements RelayMessage {}

  /** The answer to a request. */
  record Answer(int code, String words) implements RelayMessage {
    static final int SUCCESS = 0;
  }

  /** This device wants a session with one that waits here. */
  record Connect(DeviceId device) implements RelayMessage {}

  /**
   * A session is open for this device and another one.
   *
   * @param address where: 4 or 16 bytes, or none for the relay's own
   * @param role which side of TLS this device is to be
   */
  record Invitation(DeviceId from, Bytes key, Bytes address, int port, Role role)
      implements RelayMessage {}

  /** The relay has no more room, and closes. */
  record Full() implements RelayMessage {}

  /** What an invitation says about TLS. */
  enum Role {
    CLIENT,
    SERVER
  }
}
