package larder.appliance.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import larder.appliance.mesh.wire.DeviceId;
import tools.jackson.databind.JsonNode;

/**
 * A throw-away, unmodified Syncthing on loopback. Everything by which it would reach out
 * (discovery, relays, NAT, usage reports, upgrades) is switched off in its configuration before its
 * first start.
 *
 * <pre>{@code
 * try (SyncthingPeer pc = SyncthingPeer.create(tmp.resolve("pc"), SyncthingPeer.Release.CURRENT)) {
 *   pc.start();
 *   pc.addDevice(boxId, "box", "tcp://127.0.0.1:" + boxPort);   // or "dynamic": waits to be dialled
 *   pc.shareFolder("series", videos, "sendreceive", boxId);
 *   pc.awaitScanned("series", 3);
 *   ...
 * }
 * }</pre>
 *
 * Ports are free ones, chosen once, so that a restarted peer is found where it was. For one thread.
 */
public final class SyncthingPeer implements AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final String KEY = "loopback-test-key";

  private final Path home;
  private final Path binary;
  private final DeviceId id;
  private final int meshPort;
  private final int guiPort;
  private final SyncthingApi api;
  private Optional<Process> process = Optional.empty();

  /** Which Syncthing. */
  public enum Release {
    /** 1.29.5. */
    CURRENT("LARDER_SYNCTHING", "larder-peers"),
    /** 1.19.2. */
    OLD("LARDER_SYNCTHING_OLD", "larder-peers-1.19");

    private final String variable;
    private final String folder;

    Release(String variable, String folder) {
      this.variable = variable;
      this.folder = folder;
    }

    /** The binary; fails if there is none. */
    public Path binary() {
      Path fallback =
          Path.of(System.getProperty("user.home"), ".cache", folder, "usr", "bin", "syncthing");
      String set = System.getProperty(variable, System.getenv().getOrDefault(variable, ""));
      Path binary = set.isEmpty() ? fallback : Path.of(set);
      if (!Files.isExecutable(binary)) {
        throw new AssertionError(
            "no Syncthing at " + binary + ": run ./check once, it fetches the peers");
      }
      return binary;
    }
  }

  private SyncthingPeer(Path home, Path binary, DeviceId id, int meshPort, int guiPort) {
    this.home = home;
    this.binary = binary;
    this.id = id;
    this.meshPort = meshPort;
    this.guiPort = guiPort;
    this.api = new SyncthingApi("http://127.0.0.1:" + guiPort, KEY);
  }

  /** Makes a peer with a key of its own in the new directory {@code home}; does not start it. */
  public static SyncthingPeer create(Path home, Release release) throws Exception {
    Files.createDirectories(home);
    Path binary = release.binary();
    Process generate =
        command(home, binary, "generate", "--no-default-folder", "--skip-port-probing").start();
    if (!generate.waitFor(START.toSeconds(), TimeUnit.SECONDS) || generate.exitValue() != 0) {
      generate.destroyForcibly();
      throw new AssertionError("syncthing generate failed: " + logTail(home));
    }
    int meshPort = freePort();
    DeviceId id =
        SyncthingConfig.tame(home.resolve("config.xml"), home.getFileName().toString(), meshPort);
    return new SyncthingPeer(home, binary, id, meshPort, freePort());
  }

  public DeviceId id() {
    return id;
  }

  /** Sets options in its configuration, before its start; a value with blanks is several. */
  public void configure(Map<String, String> options) throws Exception {
    SyncthingConfig.set(home.resolve("config.xml"), options);
  }

  /** The port of its REST interface, on its loopback. */
  public int guiPort() {
    return guiPort;
  }

  /** Where it listens for the mesh, for dialling: {@code tcp://127.0.0.1:port}. */
  public String address() {
    return "tcp://127.0.0.1:" + meshPort;
  }

  public InetSocketAddress meshAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), meshPort);
  }

  /** The number of its one process. */
  public long pid() {
    return running().pid();
  }

  /** Its REST interface, for what this class has no verb for. */
  public SyncthingApi api() {
    return api;
  }

  /** Starts it and waits until it answers. */
  public void start() throws Exception {
    start(List.of());
  }

  /**
   * Like {@link #start()}, run by another program, as in a network namespace; then its REST
   * interface's port must lead there.
   */
  public void start(List<String> runner) throws Exception {
    if (process.isPresent()) {
      throw new IllegalStateException("already running");
    }
    ProcessBuilder serve =
        command(home, binary, "serve", "--no-browser", "--no-restart", "--no-upgrade");
    serve.command().addAll(0, runner);
    serve.environment().put("STGUIADDRESS", "127.0.0.1:" + guiPort);
    serve.environment().put("STGUIAPIKEY", KEY);
    Process started = serve.start();
    process = Optional.of(started);
    // Asking who answers keeps a stranger on the same port from being measured.
    await("answer", START, () -> !started.isAlive() || api.isUp(id.toString()));
    if (!started.isAlive()) {
      throw new AssertionError("syncthing died: " + logTail(home));
    }
  }

  /** Stops it cleanly; its data stays for the next {@link #start}. Idempotent. */
  public void stop() {
    Optional<Process> running = process;
    process = Optional.empty();
    running.ifPresent(SyncthingPeer::end);
  }

  /** Ends it without a word (SIGKILL); its sockets are reset. */
  public void kill() throws InterruptedException {
    Process running = running();
    process = Optional.empty();
    running.destroyForcibly().waitFor();
  }

  /**
   * Freezes it (SIGSTOP): connections stay open and fall silent, like those of a PC that sleeps.
   */
  public void freeze() throws InterruptedException {
    signal(running(), "-STOP");
  }

  /** Wakes it from {@link #freeze}. */
  public void thaw() throws InterruptedException {
    signal(running(), "-CONT");
  }

  /**
   * Lets a device in.
   *
   * @param addresses {@code tcp://host:port}; none means {@code dynamic}: it waits to be dialled
   */
  public void addDevice(DeviceId device, String name, String... addresses) {
    List<String> dial = addresses.length == 0 ? List.of("dynamic") : Arrays.asList(addresses);
    api.put(
        "/rest/config/devices/" + device,
        Map.of(
            "deviceID",
            device.toString(),
            "name",
            name,
            "addresses",
            dial,
            "compression",
            "metadata",
            "autoAcceptFolders",
            false,
            "introducer",
            false));
  }

  /** Forgets a device. */
  public void removeDevice(DeviceId device) {
    api.delete("/rest/config/devices/" + device);
  }

  /**
   * Shares the directory {@code path}, made if it is not there; replaces the folder's settings if
   * it is known.
   *
   * @param type {@code sendreceive}, {@code sendonly} or {@code receiveonly}
   */
  public void shareFolder(String folder, Path path, String type, DeviceId... devices)
      throws IOException {
    Files.createDirectories(path);
    List<Map<String, String>> members = new ArrayList<>();
    members.add(Map.of("deviceID", id.toString()));
    Arrays.stream(devices).forEach(device -> members.add(Map.of("deviceID", device.toString())));
    api.put(
        "/rest/config/folders/" + folder,
        Map.of(
            "id",
            folder,
            "label",
            folder,
            "path",
            path.toString(),
            "type",
            type,
            "devices",
            members,
            "fsWatcherEnabled",
            true,
            "fsWatcherDelayS",
            1,
            "rescanIntervalS",
            3600,
            "minDiskFree",
            Map.of("value", 0, "unit", "%")));
  }

  /** Looks at the folder's files now instead of when the watcher says so; returns when done. */
  public void scan(String folder) {
    api.post("/rest/db/scan?folder=" + folder);
  }

  /** Waits until the folder is idle and holds {@code files} files of its own. */
  public void awaitScanned(String folder, int files) throws InterruptedException {
    await(
        "scan of " + folder,
        Duration.ofSeconds(60),
        () -> {
          JsonNode status = status(folder);
          return status.path("state").asString("").equals("idle")
              && status.path("localFiles").asInt(-1) == files;
        });
  }

  /** Waits until the folder is idle, needs nothing and has all there is. */
  public void awaitInSync(String folder, Duration patience) throws InterruptedException {
    await(
        folder + " in sync",
        patience,
        () -> {
          JsonNode status = status(folder);
          return status.path("state").asString("").equals("idle")
              && status.path("needTotalItems").asInt(-1) == 0
              && status.path("localFiles").asInt(-1) == status.path("globalFiles").asInt(-2);
        });
  }

  /** The answer to {@code /rest/db/status}; an empty object while the folder is not up. */
  public JsonNode status(String folder) {
    return api.find("/rest/db/status?folder=" + folder);
  }

  /** How complete {@code device} is in the folder's eyes, in percent; 0 while it does not know. */
  public double completionPercent(String folder, DeviceId device) {
    return api.find("/rest/db/completion?folder=" + folder + "&device=" + device)
        .path("completion")
        .asDouble(0);
  }

  public boolean isConnectedTo(DeviceId device) {
    return api.find("/rest/system/connections")
        .path("connections")
        .path(device.toString())
        .path("connected")
        .asBoolean(false);
  }

  /** Waits until it has a connection to {@code device}. */
  public void awaitConnected(DeviceId device) throws InterruptedException {
    await("connection to " + device, Duration.ofSeconds(30), () -> isConnectedTo(device));
  }

  /** Everything it wrote to stdout and stderr. */
  public String log() throws IOException {
    return Files.readString(home.resolve("log"));
  }

  /** Looks again and again until {@code condition} holds; fails the test after {@code patience}. */
  public static void await(String what, Duration patience, BooleanSupplier condition)
      throws InterruptedException {
    long endNanos = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > endNanos) {
        throw new AssertionError("no " + what + " within " + patience.toSeconds() + " s");
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /** A port that was free a moment ago. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    stop();
    api.close();
  }

  private static void end(Process running) {
    try {
      signal(running, "-CONT");
      running.destroy();
      if (!running.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private Process running() {
    return process.orElseThrow(() -> new IllegalStateException("not running"));
  }

  private static void signal(Process process, String signal) throws InterruptedException {
    try {
      new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new AssertionError("kill cannot be started", e);
    }
  }

  private static ProcessBuilder command(Path home, Path binary, String verb, String... flags) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(binary.toString(), verb, "--home=" + home));
    command.addAll(List.of(flags));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    environment.put("HOME", home.toString());
    // One process, not a monitor and its child: signals reach what they are meant for.
    environment.put("STMONITORED", "yes");
    environment.put("STNODEFAULTFOLDER", "1");
    environment.put("STNOUPGRADE", "1");
    return builder;
  }

  private static String logTail(Path home) throws IOException {
    List<String> lines = Files.readAllLines(home.resolve("log"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }
}
