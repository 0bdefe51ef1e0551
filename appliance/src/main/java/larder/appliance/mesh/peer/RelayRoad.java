package larder.appliance.mesh.peer;

import java.io.IOException;
import larder.appliance.mesh.wire.DeviceId;

/** The way to devices that wait at a relay. Safe for several threads. */
@FunctionalInterface
public interface RelayRoad {

  /**
   * Asks the relay for a line to {@code device}; blocks, within 30 s.
   *
   * @return a line whose other end says that it is {@code device}; the caller closes its socket
   * @throws IOException if the relay is not there, is another one, or the device is not at it; the
   *     message is fit for people
   */
  Line to(PeerAddress.Relay relay, DeviceId device) throws IOException;

  /** No relay is ever used. */
  static RelayRoad none() {
    return (relay, device) -> {
      throw new IOException("relays are not used: discovery is not global");
    };
  }
}
