package larder.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import larder.appliance.cli.CommandFailedException;
import larder.appliance.cli.ExitCode;
import larder.appliance.cli.HomeChecker.Finding;
import larder.appliance.cli.HomeChecker.Mode;
import larder.appliance.cli.HomeChecker.Report;
import larder.appliance.cli.HomeChecker.Weight;
import larder.appliance.config.HomeDirectory;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.store.Database;
import larder.appliance.store.Sql;
import larder.media.ContentId;
import larder.media.MediaException;
import larder.media.SystemTimers;
import larder.media.cache.Admission;
import larder.media.cache.CacheLimits;
import larder.media.cache.DiskFiles;
import larder.media.cache.Eviction;
import larder.media.cache.FileChunkStore;
import larder.media.cache.Interest;
import larder.media.cache.Purpose;
import larder.media.cache.WatchedFirst;
import larder.media.fake.TestContent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tells the truth about homes that were damaged in one way each, and repairs them. */
class HomeCheckProgramTest {

  @TempDir Path place;

  private final TestContent content = TestContent.ofChunks(1, 5);
  private Path home = Path.of(".");

  @BeforeEach
  void makeHome() throws Exception {
    home = place.resolve("home");
    try (HomeDirectory made = HomeDirectory.open(home);
        Database database = Database.open(made.root(), Clock.systemUTC());
        SystemTimers timers = new SystemTimers();
        FileChunkStore store = store(timers)) {
      DeviceIdentity _ = DeviceIdentity.loadOrCreate(made.identity());
      database.write(c -> Sql.update(c, "CREATE TABLE film (name TEXT)"));
      for (int i = 0; i < 4; i++) {
        put(store, i);
      }
      store.flush();
      put(store, 4);
      store.flush();
    }
  }

  private FileChunkStore store(SystemTimers timers) {
    Path cache = home.resolve("cache");
    FileChunkStore store =
        new FileChunkStore(
            cache,
            new DiskFiles(cache, Clock.systemUTC()),
            () -> new CacheLimits(1L << 30, 0, 0),
            new Eviction(new WatchedFirst(), id -> Interest.IDLE, id -> {}),
            timers);
    store.open();
    return store;
  }

  private void put(FileChunkStore store, int index) throws MediaException {
    switch (store.admit(content.manifest(), index, Purpose.STOCK)) {
      case Admission.Denied denied -> throw new AssertionError(denied);
      case Admission.Granted granted -> {
        try (granted) {
          granted.write(content.chunk(index));
        }
      }
    }
  }

  private Report check(Mode mode) throws CommandFailedException {
    return new HomeCheckProgram().check(home, mode, (done, total) -> {});
  }

  private Path cacheFile(String suffix) {
    ContentId id = content.id();
    return home.resolve("cache").resolve(id.hex().substring(0, 2)).resolve(id.hex() + suffix);
  }

  private Map<String, FileTime> everything() throws IOException {
    Map<String, FileTime> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.toList()) {
        all.put(home.relativize(file).toString(), Files.getLastModifiedTime(file));
      }
    }
    return all;
  }

  private static void damage(Path file, long offset, int length) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      int _ = channel.read(bytes, offset);
      for (int i = 0; i < length; i++) {
        bytes.put(i, (byte) ~bytes.get(i));
      }
      channel.write(bytes.rewind(), offset);
    }
  }

  /** Says what is damaged, touches nothing; repairs it; and then all is sound. */
  private void assertFoundAndRepaired(String path, String what) throws Exception {
    Map<String, FileTime> before = everything();
    Report look = check(Mode.LOOK);
    assertThat(look.findings())
        .filteredOn(finding -> finding.weight() == Weight.DAMAGE)
        .as("%s", look)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.path()).endsWith(path);
              assertThat(finding.what()).contains(what);
            });
    assertThat(everything()).isEqualTo(before);
    assertThat(damages(check(Mode.REPAIR))).hasSize(1);
    assertThat(damages(check(Mode.LOOK))).isEmpty();
  }

  private static List<Finding> damages(Report report) {
    return report.findings().stream().filter(one -> one.weight() == Weight.DAMAGE).toList();
  }

  @Test
  void home_sound_hasNothingToSay() throws Exception {
    Map<String, FileTime> before = everything();
    Report report = check(Mode.LOOK);
    assertThat(report.findings()).isEmpty();
    assertThat(report.checkedChunks()).isEqualTo(5);
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void chunk_flipped_isDroppedByARepair() throws Exception {
    damage(cacheFile(".data"), content.manifest().rangeOf(2).offsetBytes() + 3, 1);
    assertFoundAndRepaired(".data", "1 of 5 chunks are damaged");
    assertThat(check(Mode.LOOK).checkedChunks()).isEqualTo(4);
  }

  @Test
  void data_cutShort_isFound() throws Exception {
    try (FileChannel channel = FileChannel.open(cacheFile(".data"), StandardOpenOption.WRITE)) {
      channel.truncate(content.manifest().rangeOf(3).offsetBytes());
    }
    assertFoundAndRepaired(".data", "2 of 5 chunks are damaged");
  }

  @Test
  void map_flipped_dropsItsContent() throws Exception {
    damage(cacheFile(".map"), 30, 1);
    assertFoundAndRepaired(".map", "map is damaged");
    assertThat(cacheFile(".data")).doesNotExist();
  }

  @Test
  void map_tornTail_isCut() throws Exception {
    try (FileChannel channel = FileChannel.open(cacheFile(".map"), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 3);
    }
    assertFoundAndRepaired(".map", "torn");
    assertThat(check(Mode.LOOK).checkedChunks()).isEqualTo(4);
  }

  @Test
  void kept_damaged_isFound() throws Exception {
    Files.writeString(home.resolve("cache").resolve("kept"), "no id\n");
    assertFoundAndRepaired("kept", "kept");
  }

  @Test
  void state_damaged_isRestoredFromItsBackup() throws Exception {
    damage(home.resolve("state.db"), 100, 3_000);
    assertFoundAndRepaired("state.db", "state is damaged");
  }

  @Test
  void state_oneByteDamaged_isRestoredFromItsBackup() throws Exception {
    damage(home.resolve("state.db"), Files.size(home.resolve("state.db")) - 9, 1);
    assertFoundAndRepaired("state.db", "state is damaged");
  }

  @Test
  void state_oneBitFlipped_isFlippedBack() throws Exception {
    Path state = home.resolve("state.db");
    byte[] whole = Files.readAllBytes(state);
    byte[] bad = whole.clone();
    bad[bad.length - 9] ^= 4;
    Files.write(state, bad);
    assertFoundAndRepaired("state.db", "Bits of the state have flipped");
    assertThat(Files.readAllBytes(state)).isEqualTo(whole);
  }

  @Test
  void backup_oneBitFlipped_isMadeAnew() throws Exception {
    damage(home.resolve("state-backup.db"), 5_000, 1);
    assertFoundAndRepaired("state-backup.db", "backup is damaged");
  }

  @Test
  void state_missing_isRestoredFromItsBackup() throws Exception {
    Files.delete(home.resolve("state.db"));
    assertFoundAndRepaired("state.db", "state is missing");
  }

  @Test
  void backup_damaged_isMadeAnew() throws Exception {
    damage(home.resolve("state-backup.db"), 100, 3_000);
    assertFoundAndRepaired("state-backup.db", "backup is damaged");
  }

  @Test
  void config_unreadable_isSetAside() throws Exception {
    Files.writeString(home.resolve("config.json"), "{\"nmae\": 3");
    assertFoundAndRepaired("config.json", "config.json");
  }

  @Test
  void version_missing_isWritten() throws Exception {
    Files.delete(home.resolve("version"));
    assertFoundAndRepaired("version", "version is missing");
  }

  @Test
  void version_emptiedByAPowerCut_isWrittenAgainByCheckAndByStart() throws Exception {
    Files.write(home.resolve("version"), new byte[0]);
    HomeDirectory.open(home).close();
    assertThat(Files.readString(home.resolve("version"))).isEqualTo("1\n");
    Files.write(home.resolve("version"), new byte[0]);
    assertFoundAndRepaired("version", "version is missing");
  }

  @Test
  void key_readableByOthers_isClosed() throws Exception {
    Files.setPosixFilePermissions(
        home.resolve("identity/device.pem"), PosixFilePermissions.fromString("rw-r--r--"));
    assertFoundAndRepaired("device.pem", "Others may read");
  }

  @Test
  void key_damaged_isSaidAndNeverReplaced() throws Exception {
    Path key = home.resolve("identity/device.pem");
    Files.writeString(key, "-----BEGIN nothing-----\n");
    assertThat(damages(check(Mode.REPAIR))).hasSize(1);
    assertThat(damages(check(Mode.LOOK))).hasSize(1);
    assertThat(Files.readString(key)).startsWith("-----BEGIN nothing");
  }

  @Test
  void leftoversAndStrangers_areToldApartAndAreNoDamage() throws Exception {
    Path leftover = Files.writeString(home.resolve("version.tmp"), "1");
    Path data = cacheFile(".data").resolveSibling("0".repeat(64) + ".data");
    Files.writeString(data, "x");
    Path stranger = Files.writeString(home.resolve("holiday.jpg"), "x");
    Report report = check(Mode.LOOK);
    assertThat(damages(report)).isEmpty();
    assertThat(report.findings())
        .extracting(Finding::weight)
        .containsExactlyInAnyOrder(Weight.LEFTOVER, Weight.LEFTOVER, Weight.FOREIGN);
    assertThat(leftover).exists();
    check(Mode.REPAIR);
    assertThat(leftover).doesNotExist();
    assertThat(data).doesNotExist();
    assertThat(stranger).exists();
  }

  @Test
  void home_inUse_isRefused() throws Exception {
    Consumer<CommandFailedException> says = e -> assertThat(e.sentence()).contains("is in use by");
    try (HomeDirectory _ = HomeDirectory.open(home)) {
      assertThatThrownBy(() -> check(Mode.REPAIR))
          .isInstanceOfSatisfying(CommandFailedException.class, says);
    }
  }

  @Test
  void directory_thatIsNoHome_isWrongUsage() throws Exception {
    home = Files.createDirectory(place.resolve("photos"));
    assertThatThrownBy(() -> check(Mode.REPAIR))
        .isInstanceOfSatisfying(
            CommandFailedException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
    assertThat(home).isEmptyDirectory();
  }
}
