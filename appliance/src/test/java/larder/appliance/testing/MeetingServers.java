package larder.appliance.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import larder.appliance.mesh.wire.DeviceId;

/** Syncthing's real discovery server and real relay, that know of no others. */
public final class MeetingServers implements AutoCloseable {

  private static final Pattern ID = Pattern.compile("[A-Z2-7]{7}(-[A-Z2-7]{7}){7}");
  private static final Duration START = Duration.ofSeconds(20);

  /** As slow as a public relay: a film over it takes a while. */
  public static final int RELAY_BYTES_PER_SECOND = 600_000;

  private final String host;
  private final int discoveryPort;
  private final int relayPort;
  private final List<Process> processes = new ArrayList<>();
  private final Path folder;

  private MeetingServers(String host, int discoveryPort, int relayPort, Path folder) {
    this.host = host;
    this.discoveryPort = discoveryPort;
    this.relayPort = relayPort;
    this.folder = folder;
  }

  /** Starts both on this machine's loopback, on free ports. */
  public static MeetingServers onLoopback(Path folder) throws Exception {
    return start(
        List.of(),
        new MeetingServers(
            "127.0.0.1", SyncthingPeer.freePort(), SyncthingPeer.freePort(), folder));
  }

  /** Starts both in the middle of {@link Lan#twoNetworks}. */
  public static MeetingServers inTheMiddle(Lan lan, Path folder) throws Exception {
    return start(lan.inside("mid"), new MeetingServers("192.0.2.1", 8443, 22067, folder));
  }

  private static MeetingServers start(List<String> runner, MeetingServers servers)
      throws Exception {
    try {
      Files.createDirectories(servers.folder);
      servers.run(runner, "stdiscosrv", "--listen=" + servers.at(servers.discoveryPort));
      servers.run(
          runner,
          "strelaysrv",
          "-listen=" + servers.at(servers.relayPort),
          "-pools=", // the public pool otherwise
          "-per-session-rate=" + RELAY_BYTES_PER_SECOND,
          "-status-srv=",
          "-nat=false");
      servers.discoveryId();
      servers.relayId();
      return servers;
    } catch (Exception | AssertionError e) {
      servers.close();
      throw e;
    }
  }

  /** With the server's id. */
  public String discoveryUrl() throws Exception {
    return "https://" + at(discoveryPort) + "/?id=" + discoveryId();
  }

  /** With the relay's id. */
  public String relayUrl() throws Exception {
    return "relay://" + at(relayPort) + "/?id=" + relayId();
  }

  public DeviceId discoveryId() throws Exception {
    return idIn("stdiscosrv");
  }

  public DeviceId relayId() throws Exception {
    return idIn("strelaysrv");
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.destroy();
      try {
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  private String at(int port) {
    return host + ":" + port;
  }

  private void run(List<String> runner, String program, String... flags) throws IOException {
    Path binary = SyncthingPeer.Release.CURRENT.binary().resolveSibling(program);
    if (!Files.isExecutable(binary)) {
      throw new AssertionError("no " + binary + ": run ./check once, it fetches the peers");
    }
    Path home = Files.createDirectories(folder.resolve(program));
    List<String> command = new ArrayList<>(runner);
    command.add(binary.toString());
    command.addAll(List.of(flags));
    processes.add(
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile())
            .start());
  }

  /** Both print their id when they start. */
  private DeviceId idIn(String program) throws Exception {
    Path log = folder.resolve(program).resolve("log");
    SyncthingPeer.await("id of " + program, START, () -> find(log).find());
    Matcher found = find(log);
    return found.find() ? DeviceId.parse(found.group()) : DeviceId.parse("");
  }

  private static Matcher find(Path log) {
    try {
      return ID.matcher(Files.readString(log));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
