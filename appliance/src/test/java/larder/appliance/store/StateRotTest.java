package larder.appliance.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import larder.appliance.store.Database.Pages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bits of the state that flip while a box runs, after it was killed, and while it is off. */
class StateRotTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

  private static final int NOTES = 40;
  private static final int SECTOR_BYTES = 512;

  @TempDir Path home;
  @TempDir Path killed;

  private Database open() {
    return Database.open(home, CLOCK);
  }

  private static void note(Database database, int number) {
    database.write(
        c -> {
          Sql.update(c, "CREATE TABLE IF NOT EXISTS note (number INTEGER PRIMARY KEY, text TEXT)");
          return Sql.update(c, "INSERT INTO note VALUES (?, ?)", number, text(number));
        });
  }

  private static String text(int number) {
    return "what Anna wants to see, number %d: %s".formatted(number, "x".repeat(number * 7));
  }

  private static List<String> notes(Database database) {
    return database.read(
        c -> Sql.list(c, "SELECT text FROM note ORDER BY number", row -> row.getString(1)));
  }

  private static List<String> expected(int notes) {
    return Stream.iterate(0, i -> i < notes, i -> i + 1).map(StateRotTest::text).toList();
  }

  /** A state with a part in the database and a part in the log, as a kill leaves it. */
  private void makeKilled() throws IOException {
    try (Database database = open()) {
      for (int i = 0; i < NOTES / 2; i++) {
        note(database, i);
      }
    }
    try (Database database = open()) {
      for (int i = NOTES / 2; i < NOTES; i++) {
        note(database, i);
      }
      for (String suffix : List.of("", "-wal", "-sums")) {
        copy(home.resolve("state.db" + suffix), killed.resolve("state.db" + suffix));
      }
      copy(home.resolve("state-backup.db"), killed.resolve("state-backup.db"));
    }
  }

  private void takeKilled() throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    try (Stream<Path> files = Files.list(killed)) {
      for (Path file : files.toList()) {
        copy(file, home.resolve(file.getFileName()));
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void flip(Path file, long at, int bit) throws IOException {
    try (FileChannel both =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      assertThat(both.read(one, at)).isEqualTo(1);
      one.put(0, (byte) (one.get(0) ^ 1 << bit));
      both.write(one.rewind(), at);
    }
  }

  private static void zero(Path file, long at) throws IOException {
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(new byte[SECTOR_BYTES]), at);
    }
  }

  private Path state() {
    return home.resolve("state.db");
  }

  @Test
  void bit_flippedInAKilledStateOrItsLog_losesNothing() throws Exception {
    makeKilled();
    int flips = 0;
    for (String file : List.of("state.db", "state.db-wal", "state.db-sums")) {
      long size = Files.size(killed.resolve(file));
      for (long at = 0; at < size; at += 1 + size / 60) {
        takeKilled();
        flip(home.resolve(file), at, flips % Byte.SIZE);
        try (Database database = open()) {
          assertThat(notes(database)).as("%s at %d", file, at).isEqualTo(expected(NOTES));
          assertThat(database.recovery()).as("%s at %d", file, at).isEmpty();
        }
        flips++;
      }
    }
    System.out.printf("FIGURE bits flipped in a killed state and its log: %d, lost 0%n", flips);
  }

  @Test
  void sector_goneFromAKilledState_isNeverServed() throws Exception {
    makeKilled();
    int restored = 0;
    long size = Files.size(killed.resolve("state.db"));
    for (long at = 0; at + SECTOR_BYTES <= size; at += 4_096 + SECTOR_BYTES) {
      takeKilled();
      zero(state(), at);
      try (Database database = open()) {
        restored += database.recovery().isPresent() ? 1 : 0;
        int notes = database.recovery().isPresent() ? NOTES / 2 : NOTES;
        assertThat(notes(database)).as("at %d", at).isEqualTo(expected(notes));
      }
    }
    assertThat(restored).isPositive();
  }

  @Test
  void bit_flippedUnderARunningBox_isFoundAndFlippedBack() throws Exception {
    try (Database database = open()) {
      for (int i = 0; i < NOTES; i++) {
        note(database, i);
      }
    }
    byte[] whole = Files.readAllBytes(state());
    try (Database database = open()) {
      for (long at = 3; at < whole.length; at += 2_047) {
        flip(state(), at, 5);
        assertThat(database.lookAtPages()).as("at %d", at).isEqualTo(Pages.MENDED);
        assertThat(database.lookAtPages()).isEqualTo(Pages.SOUND);
        assertThat(notes(database)).isEqualTo(expected(NOTES));
      }
      assertThat(Files.readAllBytes(state())).isEqualTo(whole);
    }
  }

  @Test
  void sector_goneUnderARunningBox_isSaidAndTheNextStartRestores() throws Exception {
    try (Database database = open()) {
      for (int i = 0; i < NOTES; i++) {
        note(database, i);
      }
    }
    try (Database database = open()) {
      note(database, NOTES); // so that there is something to back up
      zero(state(), Files.size(state()) / 4_096 / 2 * 4_096); // not where the note went
      assertThat(database.lookAtPages()).isEqualTo(Pages.DAMAGED);
    }
    try (Database database = open()) {
      assertThat(database.recovery().orElseThrow().how())
          .isEqualTo(Recovery.How.RESTORED_FROM_BACKUP);
      assertThat(notes(database)).isEqualTo(expected(NOTES));
    }
  }

  @Test
  void log_copiedAgainAndAgain_isAlwaysAsSummed() throws Exception {
    byte[] large = new byte[1 << 20];
    try (Database database = open()) {
      database.write(c -> Sql.update(c, "CREATE TABLE big (bytes BLOB)"));
      for (int i = 0; i < 60; i++) {
        large[i] = 1;
        database.write(c -> Sql.update(c, "INSERT INTO big VALUES (?)", (Object) large));
      }
      assertThat(Files.size(home.resolve("state.db-wal"))).isLessThan(24L << 20);
      assertThat(Files.size(state())).as("was copied").isGreaterThan(30L << 20);
      assertThat(database.lookAtPages()).isEqualTo(Pages.SOUND);
      for (String suffix : List.of("", "-wal", "-sums")) {
        copy(home.resolve("state.db" + suffix), killed.resolve("state.db" + suffix));
      }
    }
    takeKilled();
    try (Database database = open()) {
      assertThat(database.recovery()).isEmpty();
      assertThat(database.lookAtPages()).isEqualTo(Pages.SOUND);
      assertThat((long) database.read(c -> Sql.number(c, "SELECT count(*) FROM big")))
          .isEqualTo(60);
    }
  }

  /** Sums that were taken of a log which was not copied then, as when the power went in between. */
  @Test
  void sums_aheadOfTheDatabase_areNoDamage() throws Exception {
    makeKilled();
    takeKilled();
    PageSums.load(new SqliteFile(state())).orElseThrow().addLog();
    try (Database database = open()) {
      assertThat(database.recovery()).isEmpty();
      assertThat(notes(database)).isEqualTo(expected(NOTES));
    }
  }

  @Test
  void sums_thatCannotBeWritten_areDoneWithout() throws Exception {
    Path inTheWay = home.resolve("state.db-sums.tmp/file");
    try (Database database = open()) {
      note(database, 0);
      Files.createDirectories(inTheWay);
    }
    assertThat(home.resolve("state.db-sums")).doesNotExist();
    try (Database database = open()) {
      note(database, 1);
      assertThat(database.lookAtPages()).isEqualTo(Pages.SOUND);
    }
    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());
    try (Database database = open()) {
      assertThat(notes(database)).isEqualTo(expected(2));
      assertThat(home.resolve("state.db-sums")).exists();
    }
  }
}
