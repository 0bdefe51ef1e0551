package larder.appliance.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("real")
@Timeout(120)
class SyncthingPeerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ParameterizedTest
  @EnumSource
  void twoPeers_sharingAFolder_syncThroughFreezeAndRestart(
      SyncthingPeer.Release release, @TempDir Path tmp) throws Exception {
    try (SyncthingPeer a = SyncthingPeer.create(tmp.resolve("a"), release);
        SyncthingPeer b = SyncthingPeer.create(tmp.resolve("b"), SyncthingPeer.Release.CURRENT)) {
      Files.createDirectories(tmp.resolve("da"));
      Files.writeString(tmp.resolve("da/one"), "1");
      a.start();
      b.start();
      a.addDevice(b.id(), "b", b.address());
      b.addDevice(a.id(), "a");
      a.shareFolder("f", tmp.resolve("da"), "sendreceive", b.id());
      b.shareFolder("f", tmp.resolve("db"), "sendreceive", a.id());
      a.awaitScanned("f", 1);
      a.awaitConnected(b.id());
      a.freeze();
      a.thaw();
      SyncthingPeer.await("file", PATIENCE, () -> Files.exists(tmp.resolve("db/one")));
      b.awaitInSync("f", PATIENCE);
      SyncthingPeer.await("completion", PATIENCE, () -> a.completionPercent("f", b.id()) == 100);
      a.stop();
      SyncthingPeer.await("hang-up", PATIENCE, () -> !b.isConnectedTo(a.id()));
      a.start();
      b.awaitConnected(a.id());
      assertThat(a.log()).doesNotContain("relay://", "discovery.syncthing.net");
    }
  }
}
