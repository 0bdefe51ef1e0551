package larder.appliance.mesh.discovery;

import static larder.appliance.mesh.discovery.AnnouncementCodecTest.device;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.testing.Lan;
import larder.appliance.testing.SyncthingPeer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Discovery between real network stacks, and with a real Syncthing. */
@Tag("real")
@Timeout(120)
class LanTest {

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String KEY = "namespace-test-key";

  @Test
  void twoDevices_onOneLan_findEachOtherByBothProtocols() throws Exception {
    try (Lan lan = Lan.open()) {
      lan.addHost("a", "10.77.0.1/24");
      lan.addHost("b", "10.77.0.2/24");
      try (Probe a = Probe.start(lan, "a", 1);
          Probe b = Probe.start(lan, "b", 2)) {
        a.await("heard " + device(2) + ".*/10\\.77\\.0\\.2:22002", SOON);
        b.await("heard " + device(1) + ".*/10\\.77\\.0\\.1:22001", SOON);
        awaitEver(a, "heard " + device(2) + ".*fe80:.*%\\w+\\]:22002");
        awaitEver(b, "heard " + device(1) + ".*fe80:.*%\\w+\\]:22001");
        assertThat(a.saw("heard " + device(1))).as("hears itself").isFalse();

        a.say("browse 10.77.0.1");
        a.await("resolved Box 2 http://10\\.77\\.0\\.2:8080\\S* " + device(2), SOON);

        lan.in("b", "addr", "del", "10.77.0.2/24", "dev", "lan0");
        lan.in("b", "addr", "add", "10.77.0.22/24", "brd", "+", "dev", "lan0");
        a.await("heard " + device(2) + ".*/10\\.77\\.0\\.22:22002", SOON);
        a.await("resolved Box 2.* http://10\\.77\\.0\\.22:8080\\S* " + device(2), SOON);

        long beganNanos = System.nanoTime();
        b.say("close");
        b.await("closed", SOON);
        assertThat(Duration.ofNanos(System.nanoTime() - beganNanos))
            .isLessThan(Duration.ofSeconds(10));
      }
    }
  }

  /** RFC 6762, section 9: the later one takes another name. */
  @Test
  void twoBoxes_withOneName_getTwoAndKeepTheirIds() throws Exception {
    try (Lan lan = Lan.open()) {
      lan.addHost("a", "10.77.0.1/24");
      lan.addHost("b", "10.77.0.2/24");
      lan.addHost("c", "10.77.0.3/24");
      try (Probe c = Probe.start(lan, "c", 3, "Attic")) {
        c.await("up", SOON);
        c.say("browse 10.77.0.3");
        try (Probe a = Probe.start(lan, "a", 1, "Den")) {
          awaitEver(c, "resolved Den http://10\\.77\\.0\\.1:8080\\S* " + device(1));
          try (Probe b = Probe.start(lan, "b", 2, "Den")) {
            awaitEver(c, "resolved Den \\(2\\) http://10\\.77\\.0\\.2:8080\\S* " + device(2));
            assertThat(a.saw("fatal") || b.saw("fatal")).isFalse();
            assertThat(c.saw("resolved Den \\(2\\) .*" + device(1))).as("first one").isFalse();
          }
        }
      }
    }
  }

  @Test
  void syncthing_onTheLan_findsUsAndIsFound(@TempDir Path tmp) throws Exception {
    try (Lan lan = Lan.open()) {
      lan.addHost("a", "10.77.0.1/24");
      lan.addHost("c", "10.77.0.3/24");
      Path home = tmp.resolve("pc");
      DeviceId syncthing = makeHome(home);
      Process serving = startSyncthing(lan, home);
      try (Probe a = Probe.start(lan, "a", 1)) {
        a.await("heard " + syncthing + ".*/10\\.77\\.0\\.3:22000", SOON);
        awaitEver(a, "heard " + syncthing + ".*fe80:.*:22000");
        SyncthingPeer.await("cached address", SOON, () -> isKnown(a));
      } finally {
        serving.destroy();
        if (!serving.waitFor(10, TimeUnit.SECONDS)) {
          serving.destroyForcibly().waitFor();
        }
      }
    }
  }

  /** Asks Syncthing who is cached; the probe lives in its network. */
  private static boolean isKnown(Probe a) {
    a.say("get http://10.77.0.3:8384/rest/system/discovery " + KEY);
    return a.saw("got .*" + device(1) + ".*tcp://10\\.77\\.0\\.1:22001");
  }

  /** Like {@link Probe#await}, but lines that were passed count too. */
  private static void awaitEver(Probe probe, String regex) throws InterruptedException {
    try {
      SyncthingPeer.await(regex, SOON, () -> probe.saw(regex));
    } catch (AssertionError e) {
      throw new AssertionError(probe.lines().toString(), e);
    }
  }

  private static DeviceId makeHome(Path home) throws Exception {
    try (SyncthingPeer peer = SyncthingPeer.create(home, SyncthingPeer.Release.CURRENT)) {
      Path config = home.resolve("config.xml");
      Files.writeString(
          config,
          Files.readString(config)
              .replaceAll("<localAnnounceEnabled>false<", "<localAnnounceEnabled>true<")
              .replaceAll("tcp://127\\.0\\.0\\.1:\\d+", "tcp://0.0.0.0:22000"));
      return peer.id();
    }
  }

  private static Process startSyncthing(Lan lan, Path home) throws Exception {
    String binary = SyncthingPeer.Release.CURRENT.binary().toString();
    ProcessBuilder serve =
        lan.process(
            "c",
            List.of(
                binary, "serve", "--home=" + home, "--no-browser", "--no-restart", "--no-upgrade"));
    serve
        .environment()
        .putAll(
            Map.of(
                "HOME", home.toString(),
                "STMONITORED", "yes",
                "STNODEFAULTFOLDER", "1",
                "STNOUPGRADE", "1",
                "STGUIADDRESS", "10.77.0.3:8384",
                "STGUIAPIKEY", KEY));
    return serve
        .redirectErrorStream(true)
        .redirectOutput(home.resolve("serve.log").toFile())
        .start();
  }
}
