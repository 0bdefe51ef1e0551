package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.testing.Lan;
import larder.appliance.testing.SyncthingPeer;
import larder.appliance.testing.Tunnel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A box that gets another address, as from DHCP, on a LAN without a name service. */
@Tag("real")
@Timeout(120)
class NewAddressTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void box_withANewAddress_isConnectedAgainSoon(@TempDir Path tmp) throws Exception {
    try (Lan lan = Lan.open()) {
      lan.addHost("box", "10.77.0.1/24");
      lan.addHost("pc", "10.77.0.2/24");
      try (SyncthingPeer pc =
              SyncthingPeer.create(tmp.resolve("pc"), SyncthingPeer.Release.CURRENT);
          Tunnel _ = lan.tunnel("pc", pc.guiPort())) {
        pc.configure(
            Map.of("listenAddress", "tcp://0.0.0.0:22000", "localAnnounceEnabled", "true"));
        pc.start(lan.inside("pc"));
        try (NetBox box = NetBox.start(lan, "box", tmp, "--discovery", "lan")) {
          DeviceId id = DeviceId.parse(box.id());
          pc.addDevice(id, "Living room");
          // A name that nobody can look up must not hold up what the LAN says.
          box.api()
              .post(
                  "devices",
                  Map.of(
                      "id",
                      pc.id().toString(),
                      "addresses",
                      new String[] {"tcp://pc.larder.invalid:22000"}));
          SyncthingPeer.await("link", SOON, () -> addressOf(pc, id).contains("10.77.0.1:"));

          long beganNanos = System.nanoTime();
          lan.in("box", "addr", "del", "10.77.0.1/24", "dev", "lan0");
          lan.in("box", "addr", "add", "10.77.0.11/24", "brd", "+", "dev", "lan0");
          SyncthingPeer.await("new link", SOON, () -> addressOf(pc, id).contains("10.77.0.11:"));
          System.out.printf(
              "FIGURE network.reconnectedAfterNewAddressMs=%d%n",
              (System.nanoTime() - beganNanos) / 1_000_000);
          assertThat(Files.readString(tmp.resolve("box-log"))).doesNotContain("ERROR");
        }
      }
    }
  }

  /** The box's address as the PC sees it, if it is connected. */
  private static String addressOf(SyncthingPeer pc, DeviceId box) {
    var connection =
        pc.api().find("/rest/system/connections").path("connections").path(box.toString());
    return connection.path("connected").asBoolean(false)
        ? connection.path("address").asString("")
        : "";
  }
}
