package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bad input gets one clear sentence and the right exit code, and changes nothing. */
@Tag("real")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BadInputTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The number of the process that looked last, and what it unpacked to be able to look. */
  private static final List<String> NOT_STATE = List.of("lock", "native");

  @TempDir Path tmp;

  private Path home = Path.of("");

  @BeforeEach
  void nameHome() {
    home = tmp.resolve("box-home");
  }

  @Test
  void wrongUsage_isNamedAndMakesNoHome() throws Exception {
    box(Map.of(), "--budgett", "1G").failed(2, "--budgett");
    box(Map.of(), "--budget", "many").failed(2, "many", "20G");
    box(Map.of("LARDER_BUDGT", "1G")).failed(2, "LARDER_BUDGT", "LARDER_BUDGET");
    assertThat(home).doesNotExist();
  }

  @Test
  void unknownSettingInTheFile_namesTheNearestAndChangesNothing() throws Exception {
    Files.createDirectories(home);
    Files.writeString(home.resolve("config.json"), "{\"budgte\": \"1G\"}");
    assertRefused(2, "budgte", "budget");
  }

  @Test
  void homeOfANewerVersion_isLeftAlone() throws Exception {
    Files.createDirectories(home);
    Files.writeString(home.resolve("version"), "99\n");
    assertRefused(1, "99", "newer");
  }

  @Test
  void stateOfANewerVersion_isLeftAlone() throws Exception {
    try (TestBox box = TestBox.start(tmp)) {
      assertThat(box.stop()).isZero();
    }
    try (Connection state = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("state.db"));
        Statement statement = state.createStatement()) {
      statement.execute("PRAGMA user_version = 99");
    }
    assertRefused(1, "99", "newer");
  }

  @Test
  void homeOrAddressInUse_isSaidAndTheRunningBoxStaysAsItIs() throws Exception {
    try (TestBox box = TestBox.start(tmp);
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      box(Map.of()).failed(1, "in use", Long.toString(box.process().pid()));
      assertThat(box.api().get("status").get("name").asString()).isEqualTo("Living room");

      String other = tmp.resolve("other-home").toString();
      larder("box", "--home", other, "--http", address, "--mesh", "127.0.0.1:0")
          .failed(1, Integer.toString(taken.getLocalPort()));
      larder("box", "--home", other, "--http", "127.0.0.1:0", "--mesh", address)
          .failed(1, Integer.toString(taken.getLocalPort()));
      larder("share", tmp.toString(), "--home", other, "--mesh", address)
          .failed(1, Integer.toString(taken.getLocalPort()));
      assertThat(Path.of(other)).doesNotExist();
    }
  }

  @Test
  void shareOfAFolderThatIsNotThere_isRefusedAndMakesNoHome() throws Exception {
    Path missing = tmp.resolve("no such folder");
    larder("share", missing.toString(), "--home", home.toString()).failed(1, missing.toString());
    assertThat(home).doesNotExist();
  }

  @Test
  void damagedState_isKeptAsideAndTheQueueComesBackFromTheBackup() throws Exception {
    Path series = tmp.resolve("Series");
    FileTree.randomFile(series.resolve("Dry Land (1999).mkv"), 3_000_000, 1);
    try (TestBox box = TestBox.start(tmp);
        PcWithFilms pc = PcWithFilms.join(box, tmp.resolve("pc"), series, 0)) {
      box.api().await("library", PATIENCE, answer -> answer.get("items").size() == 1);
      String title = box.api().title("(1999).mkv").get("id").asString();
      box.api().post("queue", Map.of("title", title));
      assertThat(box.stop()).isZero();
      Files.write(home.resolve("state.db"), new byte[20_000]);

      box.startAgain();
      assertThat(box.log()).contains("is damaged", "restored from the backup", ".corrupt-");
      assertThat(box.api().get("queue").get("items")).hasSize(1);
      assertThat(home.toFile().list()).anyMatch(name -> name.startsWith("state.db.corrupt-"));
      assertThat(box.api().streamedSha256(title)).isEqualTo(pc.sha256("Dry Land (1999).mkv"));
    }
  }

  private void assertRefused(int exitCode, String... words) throws Exception {
    SortedMap<String, String> before = FileTree.snapshot(home, NOT_STATE);
    box(Map.of()).failed(exitCode, words);
    SortedMap<String, String> after = FileTree.snapshot(home, NOT_STATE);
    before.remove("");
    after.remove("");
    assertThat(after).as("the home").isEqualTo(before);
  }

  private LarderRun box(Map<String, String> environment, String... flags) throws Exception {
    List<String> start =
        List.of("box", "--home", home.toString(), "--http", "127.0.0.1:0", "--mesh", "127.0.0.1:0");
    List<String> arguments = new ArrayList<>(start);
    arguments.addAll(List.of("--discovery", "off"));
    arguments.addAll(List.of(flags));
    return LarderRun.of(tmp, environment, arguments.toArray(String[]::new));
  }

  private LarderRun larder(String... arguments) throws Exception {
    return LarderRun.of(tmp, Map.of("LARDER_DISCOVERY", "off"), arguments);
  }
}
