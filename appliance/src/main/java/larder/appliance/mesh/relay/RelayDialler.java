package larder.appliance.mesh.relay;

import java.io.IOException;
import java.time.Duration;
import larder.appliance.mesh.peer.Line;
import larder.appliance.mesh.peer.PeerAddress;
import larder.appliance.mesh.peer.RelayRoad;
import larder.appliance.mesh.tls.DeviceTls;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;

/** Goes to devices that wait at a relay. */
public final class RelayDialler implements RelayRoad {

  /** For all steps to a line. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DeviceTls own;
  private final Supervisor threads;
  private final Ticker ticker;

  public RelayDialler(DeviceTls own, Supervisor parent, Ticker ticker) {
    this.own = own;
    this.threads = parent.child("relays");
    this.ticker = ticker;
  }

  @Override
  public Line to(PeerAddress.Relay relay, DeviceId device) throws IOException {
    try (Deadline deadline = Deadline.in(PATIENCE, threads, ticker);
        RelayConnection connection = RelayConnection.open(relay, own, deadline)) {
      connection.send(new RelayMessage.Connect(device));
      RelayMessage answer = connection.receive(RelayConnection.PATIENCE);
      if (answer instanceof RelayMessage.Invitation invitation) {
        if (!invitation.from().equals(device)) {
          throw new IOException("the relay offers another device");
        }
        return connection.join(invitation, deadline);
      }
      RelayConnection.requireSuccess(answer);
      throw new IOException("the relay answers something else");
    }
  }
}
