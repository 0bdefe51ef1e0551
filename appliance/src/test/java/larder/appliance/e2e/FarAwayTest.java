package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.testing.Lan;
import larder.appliance.testing.MeetingServers;
import larder.appliance.testing.SyncthingPeer;
import larder.appliance.testing.Tunnel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A box at home and a PC away, in networks that do not reach each other, with Syncthing's real
 * discovery server and relay in the middle.
 */
@Tag("real")
@Timeout(180)
class FarAwayTest {

  private static final String FILM = "Far Away (2020).mkv";
  private static final int FILM_BYTES = 24 << 20;
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path tmp;

  private Lan lan;
  private MeetingServers servers;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    lan = Lan.twoNetworks();
    open.add(lan);
    servers = MeetingServers.inTheMiddle(lan, tmp.resolve("servers"));
    open.add(servers);
    Path film = Files.createDirectories(tmp.resolve("films")).resolve(FILM);
    byte[] bytes = new byte[FILM_BYTES];
    new Random(16).nextBytes(bytes);
    Files.write(film, bytes);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void syncthingPc_inAnotherNetwork_streamsOverTheRelayAndThenDirectly() throws Exception {
    SyncthingPeer pc = SyncthingPeer.create(tmp.resolve("pc"), SyncthingPeer.Release.CURRENT);
    open.add(pc);
    pc.configure(
        Map.of(
            "listenAddress",
            "tcp://0.0.0.0:22000 " + servers.relayUrl(),
            "globalAnnounceServer",
            servers.discoveryUrl(),
            "globalAnnounceEnabled",
            "true",
            "relaysEnabled",
            "true"));
    Tunnel tunnel = lan.tunnel("away", pc.guiPort());
    open.add(tunnel);
    pc.start(lan.inside("away"));
    NetBox box = box("--relays", "");
    pc.addDevice(DeviceId.parse(box.id()), "Living room");
    pc.shareFolder("films", tmp.resolve("films"), "sendreceive", DeviceId.parse(box.id()));
    pc.awaitScanned("films", 1);
    box.api().post("devices", Map.of("id", pc.id().toString(), "name", "Anna's PC"));

    playWhileARouteAppears(box, pc.id().toString());
  }

  @Test
  void sharePc_thatTravels_isReachedAtTheBoxesRelayAndThenDirectly() throws Exception {
    NetBox box = box("--relays", servers.relayUrl());
    BoxApi api = box.api();
    String code = api.post("pairing", Map.of("open", true)).get("code").asString();
    try (LarderProcess atHome = share("home", "--box", api.base(), "--code", code)) {
      assertThat(atHome.ready().id()).isNotEmpty();
    }
    LarderProcess away =
        share("away", "--discovery", "global", "--discovery-servers", servers.discoveryUrl());
    open.add(away);
    playWhileARouteAppears(box, away.ready().id());
  }

  private LarderProcess share(String host, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("share", tmp.resolve("films").toString()));
    arguments.addAll(List.of("--home", tmp.resolve("share-home").toString(), "--mesh", ":22001"));
    arguments.addAll(List.of(more));
    return LarderProcess.start(
        tmp.resolve("share-log"), new LarderProcess.Launch(lan.inside(host), List.of()), arguments);
  }

  private NetBox box(String... more) throws Exception {
    List<String> flags =
        new ArrayList<>(
            List.of("--discovery", "global", "--discovery-servers", servers.discoveryUrl()));
    flags.addAll(List.of(more));
    NetBox box = NetBox.start(lan, "home", tmp, flags.toArray(String[]::new));
    open.add(box);
    return box;
  }

  private void playWhileARouteAppears(NetBox box, String pc) throws Exception {
    box.api().await("devices", SOON, answer -> via(answer, pc).equals("relay"));
    box.api().await("folders", SOON, answer -> !answer.get("items").isEmpty());
    String folder = box.api().get("folders").get("items").get(0).get("id").asString();
    box.api().put("folders/" + folder, Map.of("mode", "stock"));
    box.api().await("library", SOON, answer -> answer.get("items").size() == 1);
    String title = box.api().title(FILM).get("id").asString();

    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    long longestMs;
    try (InputStream film = box.api().stream(title, "").body()) {
      digest.update(film.readNBytes(2 << 20));
      lan.connect();
      longestMs = readOn(film, digest);
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo(BoxApi.sha256(Files.newInputStream(tmp.resolve("films").resolve(FILM))));
    assertThat(via(box.api().get("devices"), pc)).isEqualTo("internet");
    System.out.printf("FIGURE anywhere.longestPauseWhileARouteAppearsMs=%d%n", longestMs);
  }

  /** Reads to the end. @return the longest pause */
  private static long readOn(InputStream film, MessageDigest digest) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long longestNanos = 0;
    long lastNanos = System.nanoTime();
    for (int n = film.read(buffer); n >= 0; n = film.read(buffer)) {
      long now = System.nanoTime();
      longestNanos = Math.max(longestNanos, now - lastNanos);
      lastNanos = now;
      digest.update(buffer, 0, n);
    }
    return longestNanos / 1_000_000;
  }

  private static String via(JsonNode devices, String id) {
    for (JsonNode device : devices.get("items")) {
      if (device.get("id").asString().equals(id)) {
        return device.get("via").asString("");
      }
    }
    return "";
  }
}
