package larder.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientCommandsTest {

  private static final String STATUS =
      """
      {"name":"Living room","id":"ABC-DEF","version":"0.1","uptimeSeconds":7260,
       "cache":{"budgetBytes":20000000000,"usedBytes":1500000000,"keptBytes":0,
       "freeDiskBytes":99000000000},"extra":1}""";

  @TempDir private Path folder;
  private CliHarness cli;
  private StubBox box;

  @BeforeEach
  void start() throws Exception {
    box = StubBox.open();
    cli = new CliHarness(folder).with("LARDER_BOX", box.url()).with("LARDER_TOKEN", "secret");
  }

  @AfterEach
  void stop() {
    box.close();
  }

  @Test
  void status_json_isPassedThrough() {
    box.on("GET status", 200, STATUS);
    assertThat(cli.run("status", "--json")).isZero();
    assertThat(cli.out()).isEqualTo(STATUS + "\n");
    assertThat(box.lastCall().authorization()).isEqualTo("Bearer secret");
  }

  @Test
  void status_plain_isReadable() {
    box.on("GET status", 200, STATUS);
    assertThat(cli.run("status")).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            Name     Living room
            Address  %s
            Id       ABC-DEF
            Version  0.1
            Up       2 h 1 min
            Cache    1.5 GB of 20 GB, 0 B kept for good
            Disk     99 GB free
            """
                .formatted(box.url()));
  }

  @Test
  void pair_rightCode_keepsTokenForItsBoxAlone() throws Exception {
    box.on("POST pairing/claim", 200, "{\"token\":\"fresh\",\"scopes\":[\"queue\"]}");
    box.on("GET status", 200, STATUS);
    CliHarness fresh = new CliHarness(folder);
    assertThat(fresh.run("pair", box.url() + "/pair", "--code", "123 456", "--name", "N")).isZero();
    assertThat(fresh.out()).isEqualTo("Paired with " + box.url() + ". Next: larder library\n");
    assertThat(BoxClient.JSON.readTree(box.lastCall().body()))
        .isEqualTo(BoxClient.JSON.readTree("{\"code\":\"123456\",\"name\":\"N\"}"));
    Path saved = folder.resolve("larder/box.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(saved)))
        .isEqualTo("rw-------");
    assertThat(fresh.run("status")).isZero();
    assertThat(box.lastCall().authorization()).isEqualTo("Bearer fresh");
    try (StubBox other = StubBox.open()) {
      other.on("GET status", 200, STATUS);
      assertThat(fresh.run("status", "--box", other.url())).isZero();
      assertThat(other.lastCall().authorization()).isEmpty();
    }
  }

  @Test
  void pair_wrongCode_saysSoAndKeepsNothing() {
    box.on("POST pairing/claim", 401, "{\"detail\":\"That is not the code; tries left: 2.\"}");
    assertThat(cli.run("pair", box.url(), "--code", "123456")).isEqualTo(1);
    assertThat(cli.err())
        .isEqualTo("larder: The box refused: That is not the code; tries left: 2.\n");
    assertThat(folder.resolve("larder")).doesNotExist();
  }

  @Test
  void pair_badCode_asksNobody() {
    assertThat(cli.run("pair", box.url(), "--code", "12345")).isEqualTo(2);
    assertThat(cli.err()).contains("\"12345\" is not a code");
    assertThat(box.asked()).isEmpty();
  }

  @Test
  void anything_notPaired_saysHowToPair() {
    CliHarness fresh = new CliHarness(folder);
    assertThat(fresh.run("status")).isEqualTo(1);
    assertThat(fresh.err()).contains("is not paired").contains("larder pair URL --code 123456");
  }

  @Test
  void anything_boxFileDamaged_saysWhatToDo() throws Exception {
    Files.createDirectories(folder.resolve("larder"));
    Files.writeString(folder.resolve("larder/box.json"), "{\"version\":");
    CliHarness fresh = new CliHarness(folder);
    assertThat(fresh.run("status")).isEqualTo(1);
    assertThat(fresh.err()).contains("box.json cannot be used").contains("pair again");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401|{}|does not know this computer",
        "403|{\"detail\":\"Pairing is closed.\"}|The box refused: Pairing is closed. Open pairing",
        "404|{\"title\":\"No such title\"}|The box has no such thing: No such title.",
        "409|{\"detail\":\"It is there already.\"}|The box refused: It is there already.",
        "421|{}|does not answer to the name 127.0.0.1",
        "429|{}|Too many tries. Wait 30 s",
        "500|oops|answered with error 500",
        "200|<html>|is not a Larder box",
      })
  void status_refused_isOneSentence(int status, String body, String sentence) {
    box.on("GET status", new StubBox.Reply(status, body, Map.of("Retry-After", "30")));
    assertThat(cli.run("status")).isEqualTo(1);
    String err = cli.err();
    assertThat(err).startsWith("larder: ").contains(sentence);
    assertThat(err.lines()).hasSize(1);
  }

  @Test
  void status_nobodyListens_saysSo() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(cli.run("status", "--box", "127.0.0.1:" + port)).isEqualTo(1);
    assertThat(cli.err())
        .isEqualTo(
            "larder: No box answers at http://127.0.0.1:"
                + port
                + ": the connection was refused. Is it on, and is the address right?\n");
  }

  @Test
  void status_badAddress_isWrongUsage() {
    assertThat(cli.run("status", "--box", "ftp://x")).isEqualTo(2);
    assertThat(cli.err()).contains("\"ftp://x\" is not a box's address");
  }

  @Test
  void devices_hostileName_cannotTouchTheTerminal() {
    box.on(
        "GET devices",
        200,
        """
        {"items":[{"id":"ID1","name":"a\\u001b[2Jb","kind":"pc","state":"pending","via":null,
        "folders":["x","y"]}],"next":null}""");
    assertThat(cli.run("devices")).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            NAME    KIND  STATE    VIA  FOLDERS  ID
            a?[2Jb  pc    pending       x, y     ID1
            """);
  }

  @Test
  void devicesApprove_notAnId_asksNobody() {
    assertThat(cli.run("devices", "approve", "nonsense")).isEqualTo(2);
    assertThat(box.asked()).isEmpty();
  }

  @Test
  void library_severalPages_areOneList() {
    box.on(
        "GET library?limit=500&query=a%20b", 200, "{\"items\":[{\"id\":\"t1\"}],\"next\":\"c 2\"}");
    box.on(
        "GET library?limit=500&query=a%20b&cursor=c%202",
        200, "{\"items\":[{\"id\":\"t2\"}],\"next\":null}");
    assertThat(cli.run("library", "a b", "--json")).isZero();
    assertThat(cli.out())
        .isEqualTo("{\"items\":[{\"id\":\"t1\"},{\"id\":\"t2\"}],\"next\":null}\n");
  }

  @Test
  void library_plain_saysWhereEachIs() {
    box.on(
        "GET library?limit=500",
        200,
        """
        {"items":[
        {"id":"t1","kind":"episode","show":"Some Show","season":1,"episodes":[2],"name":"Pilot",
         "sizeBytes":200,"durationSeconds":1500,
         "availability":{"state":"partial","cachedBytes":50}},
        {"id":"t2","kind":"movie","name":"Film","year":2008,"sizeBytes":1500000000,
         "availability":{"state":"unreachable","why":"Anna's PC is off"}}],"next":null}""");
    assertThat(cli.run("library")).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            ID  TITLE                     SIZE    LENGTH  WHERE
            t1  Some Show S01E02 · Pilot  200 B   25 min  25 %
            t2  Film (2008)               1.5 GB          unreachable: Anna's PC is off
            """);
  }

  @Test
  void shareWithCode_boxKnowsUs_isAdmitted() {
    box.on(
        "POST pairing/claim",
        200,
        "{\"token\":\"t\",\"scopes\":[],\"device\":{\"id\":\"BOXID\",\"meshPort\":22000}}");
    int exit = cli.run("share", folder.toString(), "--box", box.url(), "--code", "123456");
    assertThat(exit).isZero();
    assertThat(BoxClient.JSON.readTree(box.lastCall().body()))
        .isEqualTo(
            BoxClient.JSON.readTree(
                """
                {"code":"123456","name":"Anna's PC",
                 "device":{"id":"ABCDEFG","name":"Anna's PC","addresses":["tcp://192.0.2.7:22000"]},
                 "folders":[{"id":"videos-x1","label":"Videos"}]}"""));
    assertThat(cli.programs.admitted)
        .contains(
            new RunningShare.BoxContact("BOXID", "127.0.0.1", List.of("tcp://127.0.0.1:22000")));
  }

  @Test
  void shareWithoutBox_code_isWrongUsageAndStartsNothing() {
    CliHarness fresh = new CliHarness(folder);
    assertThat(fresh.run("share", folder.toString(), "--code", "123456")).isEqualTo(2);
    assertThat(fresh.programs.share).isEmpty();
    assertThat(fresh.err()).contains("--code needs --box URL");
  }
}
