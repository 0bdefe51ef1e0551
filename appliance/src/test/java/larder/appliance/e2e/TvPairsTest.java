package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.testing.SyncthingPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A PC that runs Syncthing adds the box; everything the box's side has to say is said on the TV, by
 * remote.
 */
@Tag("real")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TvPairsTest {

  private static final String FOLDER = "series";
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path tmp;

  private TestBox box;
  private SyncthingPeer pc;
  private TvBrowser tv;

  @BeforeEach
  void startBoxAndTv() throws Exception {
    SampleVideo.make(tmp.resolve("Series/The Long Shelf - S01E01 - Dust.mp4"), 2, 300);
    box = TestBox.start(tmp);
    pc = SyncthingPeer.create(tmp.resolve("annas-pc"), SyncthingPeer.Release.CURRENT);
    pc.start();
    tv = TvBrowser.open(box.api().base(), box.api().token());
    tv.awaitScreen("empty");
  }

  @AfterEach
  void stopAll() {
    tv.close();
    pc.close();
    box.close();
  }

  @Test
  void pcThatAddsTheBox_isLetInAndItsFolderTakenByRemote_andItsTileAppears() throws Exception {
    DeviceId boxId = DeviceId.parse(box.id());
    pc.addDevice(boxId, "Living room", box.process().ready().meshAddress());
    pc.shareFolder(FOLDER, tmp.resolve("Series"), "sendreceive", boxId);

    tv.awaitScreen("approve");
    assertThat(tv.text("approve")).contains("annas-pc wants to join");
    assertThat(box.api().get("library").get("items")).as("titles of a stranger").isEmpty();
    tv.press("Enter");

    tv.awaitScreen("take");
    assertThat(tv.text("take")).contains("annas-pc offers the folder “series”");
    JsonNode offered = box.api().get("folders").get("items").get(0);
    assertThat(offered.get("state").asString()).isEqualTo("pending");
    tv.screenshot(Path.of("target", "tv-pairs.png"));
    tv.press("Enter");

    tv.awaitScreen("home");
    box.api().await("library", SOON, library -> library.get("items").size() == 1);
    String title = box.api().title("S01E01 - Dust.mp4").get("id").asString();
    tv.openTitle(title);
    assertThat(tv.text("standing")).contains("annas-pc");
    assertThat(box.api().get("status").get("cache").get("usedBytes").asLong())
        .as("nothing is copied yet")
        .isZero();
  }

  @Test
  void folderNotNow_isAskedAgainWhenThePageStartsAgain() throws Exception {
    DeviceId boxId = DeviceId.parse(box.id());
    pc.addDevice(boxId, "Living room", box.process().ready().meshAddress());
    tv.awaitScreen("approve");
    tv.press("Enter");
    tv.awaitScreen("empty");

    pc.shareFolder(FOLDER, tmp.resolve("Series"), "sendreceive", boxId);
    tv.awaitScreen("take");
    tv.press("Escape");
    tv.awaitScreen("empty");
    assertThat(box.api().get("folders").get("items").get(0).get("state").asString())
        .isEqualTo("pending");
    tv.page().reload();
    tv.awaitScreen("take");
  }
}
