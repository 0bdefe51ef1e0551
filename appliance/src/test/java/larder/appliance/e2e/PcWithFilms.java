package larder.appliance.e2e;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.testing.SyncthingPeer;
import tools.jackson.databind.JsonNode;

/** A PC that runs unmodified Syncthing and shares one folder of video with a box. */
final class PcWithFilms implements AutoCloseable {

  private static final String FOLDER = "series";

  private final SyncthingPeer syncthing;
  private final Path folder;

  /** Where the box dials it. */
  private final String address;

  private PcWithFilms(SyncthingPeer syncthing, Path folder, String address) {
    this.syncthing = syncthing;
    this.folder = folder;
    this.address = address;
  }

  /**
   * Starts Syncthing over {@code folder}, lets it and the box know each other, and has the box take
   * the folder as stock.
   *
   * @param rateKibPerSecond the link's speed, 0 for as fast as it goes
   */
  static PcWithFilms join(TestBox box, Path home, Path folder, int rateKibPerSecond)
      throws Exception {
    SyncthingPeer syncthing = SyncthingPeer.create(home, SyncthingPeer.Release.CURRENT);
    PcWithFilms pc = new PcWithFilms(syncthing, folder, syncthing.address());
    pc.introduceOrClose(box, rateKibPerSecond, box.process().ready().meshAddress());
    return pc;
  }

  /** Like {@link #join}, for a PC that the box reaches over a line and that waits to be dialled. */
  static PcWithFilms joinOver(
      Function<InetSocketAddress, Line> line, TestBox box, Path home, Path folder)
      throws Exception {
    SyncthingPeer syncthing = SyncthingPeer.create(home, SyncthingPeer.Release.CURRENT);
    int port = line.apply(syncthing.meshAddress()).address().getPort();
    PcWithFilms pc = new PcWithFilms(syncthing, folder, "tcp://127.0.0.1:" + port);
    pc.introduceOrClose(box, 0);
    return pc;
  }

  private void introduceOrClose(TestBox box, int rateKibPerSecond, String... boxAddresses)
      throws Exception {
    try {
      introduceTo(box, rateKibPerSecond, boxAddresses);
    } catch (Exception | AssertionError e) {
      close();
      throw e;
    }
  }

  private void introduceTo(TestBox box, int rateKibPerSecond, String... boxAddresses)
      throws Exception {
    syncthing.start();
    linkSpeed(rateKibPerSecond);
    DeviceId boxId = DeviceId.parse(box.id());
    syncthing.addDevice(boxId, "Living room", boxAddresses);
    syncthing.shareFolder(FOLDER, folder, "sendreceive", boxId);
    try (var files = Files.walk(folder)) {
      int count =
          (int)
              files
                  .filter(Files::isRegularFile)
                  .filter(file -> !file.toString().contains(".stfolder"))
                  .count();
      syncthing.awaitScanned(FOLDER, count);
    }
    approveOn(box);
  }

  /** Lets this PC in on the box, and takes its folder as stock. */
  void approveOn(TestBox box) throws Exception {
    box.api()
        .post(
            "devices",
            Map.of(
                "id",
                syncthing.id().toString(),
                "name",
                "Anna's PC",
                "addresses",
                new String[] {address}));
    box.api().await("folders", Duration.ofMinutes(1), answer -> offers(answer));
    box.api().put("folders/" + FOLDER, Map.of("mode", "stock"));
  }

  private static boolean offers(JsonNode folders) {
    for (JsonNode folder : folders.get("items")) {
      if (folder.get("id").asString().equals(FOLDER)) {
        return true;
      }
    }
    return false;
  }

  /** How fast it sends from now on, 0 for as fast as it goes. */
  void linkSpeed(int kibPerSecond) {
    syncthing
        .api()
        .patch(
            "/rest/config/options",
            Map.of("maxSendKbps", kibPerSecond, "limitBandwidthInLan", true));
  }

  SyncthingPeer syncthing() {
    return syncthing;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  String folderId() {
    return FOLDER;
  }

  /** How complete Syncthing believes the box to be, in percent. */
  double completionOf(TestBox box) {
    return syncthing.completionPercent(FOLDER, DeviceId.parse(box.id()));
  }

  String sha256(String name) throws Exception {
    return BoxApi.sha256(Files.newInputStream(file(name)));
  }

  @Override
  public void close() {
    syncthing.close();
  }
}
