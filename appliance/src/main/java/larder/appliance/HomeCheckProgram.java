package larder.appliance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import larder.appliance.cli.CommandFailedException;
import larder.appliance.cli.HomeChecker;
import larder.appliance.config.ConfigException;
import larder.appliance.config.HomeDirectory;
import larder.appliance.config.Settings;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.store.StateCheck;
import larder.appliance.store.StateCheck.Condition;
import larder.appliance.store.StoreException;
import larder.media.cache.CacheCheck;
import larder.media.cache.DiskFiles;

/** Looks through a home for the command line: directory, settings, identity, state, cache. */
final class HomeCheckProgram implements HomeChecker {

  /** What Larder keeps at the top of a home. */
  private static final Pattern OWN =
      Pattern.compile(
          "config\\.json|identity|cache|folders|log|native|version|lock|emergency"
              + "|state(-backup)?\\.db(-wal|-shm|-seal|-sums)?|state\\.db\\.corrupt-.*");

  private static final Pattern TEMPORARY =
      Pattern.compile(
          "(version|emergency)\\.tmp|state(-backup)?\\.db(-seal|-sums)?\\.tmp|state\\.db\\.restoring.*");

  @Override
  public Report check(Path home, Mode mode, Progress progress) throws CommandFailedException {
    Path root = home.toAbsolutePath().normalize();
    if (!HomeDirectory.isHome(root)) {
      throw CommandFailedException.usage(
          root + " is no home of Larder: it has neither a version nor a state.");
    }
    try (HomeDirectory.Hold _ = HomeDirectory.hold(root)) {
      return new Look(root, mode).run(progress);
    } catch (ConfigException | StoreException | IOException e) {
      throw Foundation.failed(e);
    }
  }

  /** One look through one home. */
  private static final class Look {

    private final Path root;
    private final Mode mode;
    private final List<Finding> findings = new ArrayList<>();

    Look(Path root, Mode mode) {
      this.root = root;
      this.mode = mode;
    }

    Report run(Progress progress) throws IOException {
      top();
      settings();
      identity();
      state();
      long chunks = cache(progress);
      return new Report(findings, chunks);
    }

    private void top() throws IOException {
      if (!HomeDirectory.hasVersion(root)) {
        found(root.resolve("version"), Weight.DAMAGE, "The version is missing", "write it again");
        if (mode == Mode.REPAIR) {
          HomeDirectory.writeVersion(root);
        }
      }
      List<Path> children;
      try (Stream<Path> listed = Files.list(root)) {
        children = listed.sorted().toList();
      }
      for (Path child : children) {
        String name = String.valueOf(child.getFileName());
        if (TEMPORARY.matcher(name).matches()) {
          found(child, Weight.LEFTOVER, "A crash left this behind", "remove it");
          if (mode == Mode.REPAIR) {
            Files.deleteIfExists(child);
          }
        } else if (!OWN.matcher(name).matches()) {
          found(child, Weight.FOREIGN, "This is not Larder's", "leave it alone");
        }
      }
    }

    private void settings() {
      try {
        Settings _ = Settings.load(Map.of(), Map.of(), root.resolve("config.json"));
      } catch (ConfigException e) {
        found(
            root.resolve("config.json"),
            Weight.DAMAGE,
            String.valueOf(e.getMessage()),
            "set it aside, and go on with the standard settings");
        if (mode == Mode.REPAIR) {
          setAside(root.resolve("config.json"));
        }
      }
    }

    private void setAside(Path file) {
      try {
        Files.move(file, file.resolveSibling(file.getFileName() + ".damaged"));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("cannot set " + file + " aside", e);
      }
    }

    private void identity() throws IOException {
      Path directory = root.resolve("identity");
      if (!DeviceIdentity.exists(directory)) {
        return; // the next start makes one
      }
      try {
        DeviceIdentity _ = DeviceIdentity.loadOrCreate(directory);
      } catch (IOException e) {
        found(
            directory,
            Weight.DAMAGE,
            String.valueOf(e.getMessage()),
            "nothing: only a copy of the file brings this device's id back");
        return;
      }
      Path file = directory.resolve("device.pem");
      Set<PosixFilePermission> owner =
          Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
      if (!owner.containsAll(Files.getPosixFilePermissions(file))) {
        found(file, Weight.DAMAGE, "Others may read the device's key", "make it its owner's alone");
        if (mode == Mode.REPAIR) {
          Files.setPosixFilePermissions(file, owner);
        }
      }
    }

    private void state() throws IOException {
      Path scratch = Files.createTempDirectory("larder-check-home");
      try {
        StateCheck check = new StateCheck(root, scratch);
        StateCheck.Result result = check.look();
        boolean backed = result.ofBackup() == Condition.SOUND;
        String restore =
            backed
                ? "restore the backup; what was queued, watched, kept or paired after it is lost"
                : "start a new state; approve, pair and queue again";
        boolean lost =
            result.ofState() == Condition.MISSING && result.ofBackup() != Condition.MISSING;
        if (result.ofState() == Condition.DAMAGED || lost) {
          String what = lost ? "The state is missing" : "The state is damaged";
          found(result.state(), Weight.DAMAGE, what, restore);
        }
        if (result.ofState() == Condition.MENDABLE) {
          found(result.state(), Weight.DAMAGE, "Bits of the state have flipped", "flip them back");
        }
        if (result.ofBackup() == Condition.DAMAGED) {
          found(result.backup(), Weight.DAMAGE, "The backup is damaged", "make a new one");
        }
        if (mode == Mode.REPAIR && (result.ofState() != Condition.MISSING || lost)) {
          var _ = check.repair(Clock.systemUTC());
        }
      } finally {
        deleteAll(scratch);
      }
    }

    private static void deleteAll(Path directory) throws IOException {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }

    private long cache(Progress progress) throws IOException {
      Path directory = root.resolve("cache");
      CacheCheck check =
          new CacheCheck(
              directory,
              new DiskFiles(directory, Clock.systemUTC()),
              switch (mode) {
                case LOOK -> CacheCheck.Mode.LOOK;
                case REPAIR -> CacheCheck.Mode.REPAIR;
              });
      long total = check.bytes();
      long[] done = {0};
      CacheCheck.Result result =
          check.run(
              bytes -> {
                done[0] += bytes;
                progress.passed(Math.min(done[0], total), total);
              });
      for (CacheCheck.Finding one : result.findings()) {
        found(one.file(), weight(one.weight()), one.what(), one.remedy());
      }
      return result.checkedChunks();
    }

    private static Weight weight(CacheCheck.Weight weight) {
      return switch (weight) {
        case DAMAGE -> Weight.DAMAGE;
        case LEFTOVER -> Weight.LEFTOVER;
        case FOREIGN -> Weight.FOREIGN;
      };
    }

    private void found(Path file, Weight weight, String what, String remedy) {
      findings.add(new Finding(root.relativize(file).toString(), weight, what, remedy));
    }
  }
}
