package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.peer.LyingPc;
import larder.appliance.mesh.wire.DeviceId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** PCs that stop answering in the middle of a film, or send bytes that are not the film's. */
@Tag("real")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class PeerFaultsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String FILM = "Slow River (2003).mkv";
  private static final int FILM_BYTES = 20_000_003;
  private static final int BEFORE_BYTES = 1_000_000;
  private static final int SLOW_KIB_PER_SECOND = 1_000;
  private static final int UNLIMITED = 0;
  private static final int POSITION_SECONDS = 77;

  @TempDir Path tmp;

  private TestBox box;
  private PcWithFilms pc;
  private byte[] right = new byte[0];
  private String title = "";

  @BeforeEach
  void startHousehold() throws Exception {
    FileTree.randomFile(tmp.resolve("Series").resolve(FILM), FILM_BYTES, 9);
    right = Files.readAllBytes(tmp.resolve("Series").resolve(FILM));
    box = TestBox.start(tmp);
    pc = PcWithFilms.join(box, tmp.resolve("pc"), tmp.resolve("Series"), SLOW_KIB_PER_SECOND);
    box.api().await("library", PATIENCE, answer -> answer.get("items").size() == 1);
    title = box.api().title(FILM).get("id").asString();
  }

  @AfterEach
  void stopHousehold() {
    pc.close();
    box.close();
  }

  @Test
  void pc_stoppedMidStream_whatIsHerePlaysAndTheRestComesByItself() throws Exception {
    box.api().post("queue", Map.of("title", title));
    int at;
    HttpResponse<InputStream> film = box.api().stream(title, "");
    try (InputStream body = film.body()) {
      assertThat(BoxApi.checkBytes(body, right, 0, BEFORE_BYTES)).isEqualTo(BEFORE_BYTES);
      pc.linkSpeed(UNLIMITED); // for what comes after the freeze
      pc.syncthing().freeze();
      at = BoxApi.checkBytes(body, right, BEFORE_BYTES, FILM_BYTES);
    }
    JsonNode frozen = box.api().get("titles/" + title);
    assertThat(frozen.at("/availability/state").asString()).isNotEqualTo("ready");
    acknowledgeAPosition();
    assertThat(statusOf("bytes=0-" + (BEFORE_BYTES - 1))).as("what is here plays").isEqualTo(206);

    pc.syncthing().thaw();
    String rest = "bytes=" + at + "-";
    assertThat(Pause.until(PATIENCE, () -> statusOf(rest) == 206)).as("comes back").isTrue();
    assertWholeAndAcknowledged("PC stopped mid-stream");
  }

  @Test
  void pc_lying_costsNoWrongByteAndTheHonestOneDelivers() throws Exception {
    DeviceIdentity liar = DeviceIdentity.create();
    box.api().post("devices", Map.of("id", liar.id().toString(), "name", "Bert's PC"));
    String[] address = box.process().ready().mesh().split(":", -1);
    InetSocketAddress mesh = new InetSocketAddress(address[0], Integer.parseInt(address[1]));
    try (LyingPc pcThatLies = LyingPc.connect(liar, DeviceId.parse(box.id()), mesh)) {
      box.api().await("folders", PATIENCE, answer -> answer.toString().contains(LyingPc.FOLDER));
      box.api().put("folders/" + LyingPc.FOLDER, Map.of("mode", "stock"));
      assertThat(Pause.until(PATIENCE, pcThatLies::isShared)).as("shares the folder").isTrue();
      pcThatLies.announce("The same film (2003).mkv", right);
      box.api().await("library", PATIENCE, answer -> answer.get("items").size() == 2);
      box.api().post("queue", Map.of("title", title));
      acknowledgeAPosition();
      HttpResponse<InputStream> film = box.api().stream(title, "");
      try (InputStream body = film.body()) {
        assertThat(BoxApi.checkBytes(body, right, 0, FILM_BYTES))
            .as("plays to its end")
            .isEqualTo(FILM_BYTES);
      }
      assertThat(pcThatLies.lies()).as("was asked, and lied").isPositive();
      assertWholeAndAcknowledged("PC that sends wrong bytes");
    }
  }

  private void acknowledgeAPosition() throws Exception {
    box.api()
        .put(
            "viewers/default/progress/" + title,
            Map.of("positionSeconds", POSITION_SECONDS, "watched", false));
  }

  /** Nothing that was acknowledged is lost over a kill, and the whole film is right. */
  private void assertWholeAndAcknowledged(String what) throws Exception {
    pc.linkSpeed(UNLIMITED);
    box.api().await("queue", PATIENCE, PeerFaultsTest::isReady);
    box.process().killHard();
    Homes.assertTruthAndRepair(tmp, box.home());
    box.startAgain();
    JsonNode known = box.api().get("titles/" + title);
    int lost = known.at("/progress/positionSeconds").asInt() == POSITION_SECONDS ? 0 : 1;
    lost += box.api().get("queue").get("items").size() == 1 ? 0 : 1;
    lost += known.at("/availability/cachedBytes").asLong() == FILM_BYTES ? 0 : 1;
    assertThat(box.api().streamedSha256(title)).isEqualTo(pc.sha256(FILM));
    System.out.printf("FIGURE %s: acknowledged operations lost %d, wrong bytes 0%n", what, lost);
    assertThat(lost).isZero();
  }

  private static boolean isReady(JsonNode queue) {
    return queue.get("items").get(0).get("state").asString().equals("ready");
  }

  private int statusOf(String range) {
    try {
      HttpResponse<InputStream> answer = box.api().stream(title, range);
      try (InputStream body = answer.body()) {
        int _ = body.read();
      }
      return answer.statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
