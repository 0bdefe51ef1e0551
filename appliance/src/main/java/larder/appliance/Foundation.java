package larder.appliance;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import larder.appliance.cli.CommandFailedException;
import larder.appliance.config.ConfigException;
import larder.appliance.config.HomeDirectory;
import larder.appliance.config.HostName;
import larder.appliance.config.NetworkSettings;
import larder.appliance.config.Settings;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.store.BackupTask;
import larder.appliance.store.Database;
import larder.appliance.store.EmergencyTask;
import larder.appliance.store.StoreException;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;
import larder.appliance.supervise.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What box and share stand on: settings, the locked home, its state and identity, and the owner of
 * all threads. Closing it closes everything that was built on it, the last first.
 */
final class Foundation implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Foundation.class);

  private final Settings settings;
  private final HomeDirectory home;
  private final Database database;
  private final DeviceIdentity identity;
  private final Supervisor supervisor;
  private final CompletableFuture<Optional<String>> end;
  private final Teardown teardown;
  private final String hostName;

  private Foundation(Ground ground, DeviceIdentity identity, Running running) {
    this.settings = ground.settings;
    this.home = ground.home;
    this.database = ground.database;
    this.identity = identity;
    this.supervisor = running.supervisor;
    this.end = running.end;
    this.teardown = running.teardown;
    this.hostName = ground.hostName;
  }

  /**
   * What somebody starts.
   *
   * @param flags what the command line set
   * @param listens where it will listen, by the flag that chooses another address
   */
  record Asked(
      Map<String, String> flags,
      Function<NetworkSettings, Map<String, InetSocketAddress>> listens) {}

  private record Ground(
      Settings settings, String hostName, HomeDirectory home, Database database) {}

  private record Running(
      Supervisor supervisor, CompletableFuture<Optional<String>> end, Teardown teardown) {}

  /** Where a device of someone who named no home keeps everything. */
  static Path defaultHome(Map<String, String> environment) {
    return HomeDirectory.defaultPath(
        environment,
        System.getProperty("os.name", ""),
        Path.of(System.getProperty("user.home", ".")));
  }

  /**
   * Opens the home at {@code path}.
   *
   * @param asked what the command line set
   * @throws CommandFailedException if something is wrong with settings, home or state; what was
   *     opened is closed. A new home is made only if all of the addresses are free
   */
  static Foundation open(Path path, Asked asked, Map<String, String> environment)
      throws CommandFailedException {
    Settings settings = settings(asked.flags(), environment, path);
    if (!HomeDirectory.exists(path)) {
      FreePorts.require(asked.listens().apply(settings.network()));
    }
    Teardown teardown = new Teardown();
    boolean opened = false;
    try {
      HomeDirectory home = teardown.add(HomeDirectory.open(path));
      Database database = teardown.add(openState(home));
      DeviceIdentity identity = DeviceIdentity.loadOrCreate(home.identity());
      CompletableFuture<Optional<String>> end = new CompletableFuture<>();
      Supervisor supervisor =
          new Supervisor(
              "larder",
              Ticker.system(),
              (task, failure) -> end.complete(Optional.of(task + " failed: " + failure)));
      teardown.add(supervisor);
      opened = true;
      Foundation foundation =
          new Foundation(
              new Ground(settings, HostName.of(environment), home, database),
              identity,
              new Running(supervisor, end, teardown));
      foundation.backUpRegularly();
      foundation.holdEmergencyRoom();
      return foundation;
    } catch (ConfigException | StoreException | IOException e) {
      throw failed(e);
    } finally {
      if (!opened) {
        teardown.close();
      }
    }
  }

  /** What stopped the start, as a sentence with one full stop. */
  static CommandFailedException failed(Exception reason) {
    String why = String.valueOf(reason.getMessage());
    return CommandFailedException.failed(why.endsWith(".") ? why : why + ".");
  }

  /** Says so if this is no new device and yet nothing of its state is left. */
  private static Database openState(HomeDirectory home) {
    boolean isNew = !DeviceIdentity.exists(home.identity());
    boolean stateless = !Database.exists(home.root());
    Database database = Database.open(home.root(), Clock.systemUTC());
    if (stateless && !isNew) {
      LOG.error(
          "The state of {} is gone, and its backup too. This device keeps its id, but knows nobody:"
              + " approve devices and folders again, pair again, and queue again. No video file was"
              + " touched.",
          home.root());
    }
    return database;
  }

  private static Settings settings(
      Map<String, String> flags, Map<String, String> environment, Path home)
      throws CommandFailedException {
    try {
      return Settings.load(flags, environment, home.resolve("config.json"));
    } catch (ConfigException e) {
      throw CommandFailedException.usage(e.getMessage() + ".");
    }
  }

  private void backUpRegularly() {
    supervisor.start(
        "backup",
        Verdict.restart(),
        new BackupTask(database, settings.state().backupEvery(), Ticker.system()));
  }

  private void holdEmergencyRoom() {
    supervisor.start(
        "emergency room",
        Verdict.restart(),
        new EmergencyTask(database.emergency(), Ticker.system()));
  }

  Settings settings() {
    return settings;
  }

  HomeDirectory home() {
    return home;
  }

  Database database() {
    return database;
  }

  DeviceIdentity identity() {
    return identity;
  }

  Supervisor supervisor() {
    return supervisor;
  }

  /** What this device is called: as its owner said, else as the computer calls itself. */
  String name() {
    return settings.name().orElse(hostName);
  }

  /** What this computer calls itself. */
  String hostName() {
    return hostName;
  }

  /** Closes {@code part} when this closes, before all that was opened earlier. */
  <T extends AutoCloseable> T owns(T part) {
    return teardown.add(part);
  }

  /** Blocks until this is closed or a part that nothing can go on without failed. */
  Optional<String> awaitEnd() throws InterruptedException {
    return end.thenApply(why -> why).join();
  }

  @Override
  public void close() {
    teardown.close();
    end.complete(Optional.empty());
  }
}
