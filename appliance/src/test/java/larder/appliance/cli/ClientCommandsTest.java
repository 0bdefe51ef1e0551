package larder.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import larder.appliance.testing.FakeMesh;
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
       "freeDiskBytes":99000000000},"extra":1}\
      """;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401|{\"detail\":\"That is not the code on the TV; tries left: 1.\"}|tries left: 1",
        "403|{\"detail\":\"Pairing is closed.\"}|The code has expired, was used, or pairing is not"
            + " open",
        "404|<html>|is not a Larder box",
        "429|{}|Too many tries. Wait 30 s",
        "200|{}|is not a Larder box",
        "503|{\"detail\":\"the disk is full\"}|the disk is full",
      })
  void pairAndShare_refused_areOneSentence(int status, String body, String sentence) {
    box.on("POST pairing/claim", new StubBox.Reply(status, body, Map.of("Retry-After", "30")));
    CliHarness fresh = new CliHarness(folder);
    assertThat(fresh.run("pair", box.url(), "--code", "123456")).isEqualTo(1);
    String err = fresh.err();
    assertThat(err).startsWith("larder: ").contains(sentence);
    assertThat(err.lines()).hasSize(1);
    assertThat(folder.resolve("larder")).doesNotExist();
    assertThat(fresh.run("share", folder.toString(), "--box", box.url(), "--code", "123456"))
        .isEqualTo(1);
    assertThat(fresh.err()).contains(sentence);
  }

  @Test
  void pair_withWhatDoesNotSpeakHttp_saysItIsNoBox() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerOnce(other, "SSH-2.0-OpenSSH_9.2\r\n\r\n"));
      CliHarness fresh = new CliHarness(folder);
      String url = "http://127.0.0.1:" + other.getLocalPort();
      assertThat(fresh.run("pair", url, "--code", "123456")).isEqualTo(1);
      assertThat(fresh.err()).contains("is not a Larder box");
    }
  }

  private static void answerOnce(ServerSocket server, String words) {
    try (Socket socket = server.accept()) {
      int _ = socket.getInputStream().read(new byte[8192]);
      socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void pair_alreadyPaired_spendsNoCode() {
    box.on("POST pairing/claim", 200, "{\"token\":\"fresh\",\"scopes\":[]}");
    CliHarness fresh = new CliHarness(folder);
    assertThat(fresh.run("pair", box.url(), "--code", "123456")).isZero();
    box.on("GET status", 200, STATUS).on("GET status", 401, "{}");
    assertThat(fresh.run("pair", box.url(), "--code", "654321")).isZero();
    assertThat(fresh.out()).contains("is paired with " + box.url() + " already");
    assertThat(box.lastBody("POST pairing/claim")).contains("123456");
    assertThat(fresh.run("pair", box.url(), "--code", "654321")).as("put out since").isZero();
    assertThat(box.lastBody("POST pairing/claim")).contains("654321");
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
        "folders":["x","y"]}],"next":null}\
        """);
    assertThat(cli.run("devices")).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            NAME    KIND  STATE    VIA  FOLDERS  ID
            a?[2Jb  pc    pending       x, y     ID1
            """);
  }

  @Test
  void devices_approvedRefusedForgotten_tellTheBox() {
    String id = FakeMesh.id(5).toString();
    box.on("POST devices", 201, "{}").on("PATCH devices/" + id, 200, "{}");
    box.on("DELETE devices/" + id, 204, "");
    assertThat(cli.run("devices", "approve", id)).isZero();
    assertThat(cli.run("devices", "refuse", id)).isZero();
    assertThat(cli.run("devices", "forget", id)).isZero();
    assertThat(cli.out())
        .isEqualTo("Let in: %1$s\nTurned away: %1$s\nForgotten: %1$s\n".formatted(id));
    assertThat(box.lastBody("PATCH devices/" + id)).isEqualTo("{\"state\":\"refused\"}");
  }

  @Test
  void tokens_listedAndRevoked() {
    box.on(
        "GET tokens",
        200,
        """
        {"items":[{"id":"0a1b","name":"Anna's\\u001b phone","scopes":["watch","queue"],
        "created":"2026-11-28T00:00:00Z","lastUsed":null}],"next":null}\
        """);
    box.on("DELETE tokens/0a1b", 204, "");
    assertThat(cli.run("tokens")).isZero();
    assertThat(cli.run("tokens", "revoke", "0a1b")).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            NAME           MAY           LAST USED  ID
            Anna's? phone  watch, queue  never      0a1b
            Put out: 0a1b
            """);
    assertThat(cli.run("tokens", "revoke", "../x")).isEqualTo(2);
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
         "availability":{"state":"unreachable","why":"Anna's PC is off"}}],"next":null}\
        """);
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
                 "folders":[{"id":"videos-x1","label":"Videos"}]}\
                """));
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
