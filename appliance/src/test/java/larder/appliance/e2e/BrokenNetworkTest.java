package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.testing.Lan;
import larder.appliance.testing.SyncthingPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A box and a real Syncthing, and a network between them that falls silent without a word. */
@Tag("real")
@Timeout(600)
class BrokenNetworkTest {

  private static final boolean LONG = Boolean.getBoolean("larder.long");
  private static final String FILM = "Far Away (2020).mkv";
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path tmp;

  private final List<AutoCloseable> open = new ArrayList<>();
  private Lan lan;
  private NetBox box;
  private String title;

  @BeforeEach
  void start() throws Exception {
    lan = Lan.twoNetworks();
    open.add(lan);
    lan.connect();
    Path films = Files.createDirectories(tmp.resolve("films"));
    FileTree.randomFile(films.resolve(FILM), 40 << 20, 3);
    SyncthingPeer pc = SyncthingPeer.create(tmp.resolve("pc"), SyncthingPeer.Release.CURRENT);
    open.add(pc);
    pc.configure(Map.of("listenAddress", "tcp://0.0.0.0:22000", "maxSendKbps", "1500"));
    open.add(lan.tunnel("away", pc.guiPort()));
    pc.start(lan.inside("away"));
    box = NetBox.start(lan, "home", tmp, "--discovery", "off");
    open.add(box);
    DeviceId id = DeviceId.parse(box.id());
    pc.addDevice(id, "Living room");
    pc.shareFolder("films", films, "sendreceive", id);
    pc.awaitScanned("films", 1);
    box.api()
        .post(
            "devices",
            Map.of("id", pc.id().toString(), "addresses", List.of("tcp://203.0.113.2:22000")));
    box.api().await("folders", SOON, answer -> !answer.get("items").isEmpty());
    box.api().put("folders/films", Map.of("mode", "stock"));
    box.api().await("library", SOON, answer -> answer.get("items").size() == 1);
    title = box.api().title(FILM).get("id").asString();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void network_silentInTheMiddleOfAFilm_isBackAndTheFilmGoesOnWithTheSameBytes() throws Exception {
    try (Player player = Player.start(box.api(), title)) {
      SyncthingPeer.await("start", SOON, () -> player.position() > 4 << 20);
      silence();
      pass(Duration.ofSeconds(LONG ? 30 : 12));
      HttpResponse<InputStream> head = box.api().stream(title, "bytes=0-999999");
      try (InputStream body = head.body()) {
        assertThat(body.readAllBytes()).as("what is here plays on").hasSize(1_000_000);
      }
      long played = player.position();
      long backNanos = System.nanoTime();
      restore();
      SyncthingPeer.await("more", SOON, () -> player.position() > played);
      System.out.printf(
          "FIGURE network.silenceSeconds=%d network.resumedAfterMs=%d%n",
          LONG ? 30 : 12, (System.nanoTime() - backNanos) / 1_000_000);
      assertThat(player.sha256())
          .isEqualTo(BoxApi.sha256(Files.newInputStream(tmp.resolve("films").resolve(FILM))));
    }
  }

  @Test
  void network_thatFlaps_costsLittleAndLeaksNothing() throws Exception {
    try (Player player = Player.start(box.api(), title)) {
      SyncthingPeer.await("start", SOON, () -> player.position() > 1 << 20);
      long files = openFiles();
      double cpu = cpuSeconds();
      int flaps = LONG ? 50 : 5;
      for (int i = 0; i < flaps; i++) {
        silence();
        pass(Duration.ofSeconds(2));
        restore();
        pass(Duration.ofSeconds(2));
      }
      System.out.printf(
          "FIGURE network.flaps=%d network.flapsCpuShare=%.3f%n",
          flaps, (cpuSeconds() - cpu) / (4.0 * flaps));
      assertThat(openFiles()).as("open files").isLessThan(files + 12);
      assertThat(player.sha256())
          .isEqualTo(BoxApi.sha256(Files.newInputStream(tmp.resolve("films").resolve(FILM))));
    }
  }

  private void silence() throws Exception {
    lan.shell(
        "mid",
        "nft add table ip wifi && nft add chain ip wifi gone"
            + " '{ type filter hook forward priority 0; policy drop; }'");
  }

  private void restore() throws Exception {
    lan.shell("mid", "nft delete table ip wifi");
  }

  /** Lets the fault last; nothing is waited for. */
  private static void pass(Duration time) {
    long endNanos = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < endNanos) {
      LockSupport.parkNanos(endNanos - System.nanoTime());
    }
  }

  private long openFiles() throws Exception {
    try (var files = Files.list(Path.of("/proc", Long.toString(box.process().pid()), "fd"))) {
      return files.count();
    }
  }

  /** Of user and system, by Linux's count of hundredths. */
  private double cpuSeconds() throws Exception {
    String stat = Files.readString(Path.of("/proc", Long.toString(box.process().pid()), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
  }
}
