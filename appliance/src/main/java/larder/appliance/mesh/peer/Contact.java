package larder.appliance.mesh.peer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.wire.DeviceId;

/** A device to keep in touch with: where to dial it, and how the last attempt went. */
final class Contact {

  private final DeviceId device;
  private final Wake wake = new Wake();
  private volatile List<PeerAddress> addresses;
  private volatile Outcome outcome = new Outcome(false, Optional.empty(), Duration.ZERO);

  /**
   * How the last connection or attempt ended.
   *
   * @param refused the device hung up before it said what it shares
   * @param life how long the connection was up; zero if there was none
   */
  record Outcome(boolean refused, Optional<String> error, Duration life) {}

  Contact(DeviceId device, List<PeerAddress> addresses) {
    this.device = device;
    this.addresses = List.copyOf(addresses);
  }

  DeviceId device() {
    return device;
  }

  List<PeerAddress> addresses() {
    return addresses;
  }

  void moveTo(List<PeerAddress> newAddresses) {
    addresses = List.copyOf(newAddresses);
    wake.ring();
  }

  Outcome outcome() {
    return outcome;
  }

  void ended(Outcome how) {
    outcome = how;
  }

  /** Rung when the device has a new address, or its link went. */
  Wake wake() {
    return wake;
  }
}
