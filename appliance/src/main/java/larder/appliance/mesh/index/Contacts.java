package larder.appliance.mesh.index;

import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.peer.PeerAddress;
import larder.appliance.mesh.peer.PeerService;
import larder.appliance.mesh.peer.PeerState;
import larder.appliance.mesh.wire.DeviceId;

/** Whom this device keeps in touch with. */
public interface Contacts {

  /** Dials {@code device} whenever it is away, from now on; replaces its addresses. */
  void keepInTouch(DeviceId device, List<PeerAddress> addresses);

  /** Stops that, and hangs up with {@code reason}. */
  void forget(DeviceId device, String reason);

  Optional<PeerState> state(DeviceId device);

  /** The contacts of a running peer service. */
  static Contacts of(PeerService peers) {
    return new Contacts() {
      @Override
      public void keepInTouch(DeviceId device, List<PeerAddress> addresses) {
        peers.keepInTouch(device, addresses);
      }

      @Override
      public void forget(DeviceId device, String reason) {
        peers.forget(device, reason);
      }

      @Override
      public Optional<PeerState> state(DeviceId device) {
        return peers.state(device);
      }
    };
  }
}
