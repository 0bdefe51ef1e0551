package larder.appliance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

  @TempDir Path home;

  @Test
  void open_emptyHome_makesSoundDatabaseOfCurrentVersion() {
    try (Database database = open()) {
      assertThat(database.recovery()).isEmpty();
      assertThat(query(database, "PRAGMA user_version"))
          .isEqualTo(String.valueOf(Schema.current().version()));
      assertThat(query(database, "PRAGMA journal_mode")).isEqualTo("wal");
    }
  }

  @Test
  void write_reopened_isThereAndGenerationStays() {
    String generation;
    try (Database database = open()) {
      note(database, "film");
      generation = database.generation();
    }
    try (Database database = open()) {
      assertThat(notes(database)).isEqualTo("film");
      assertThat(database.generation()).isEqualTo(generation);
    }
  }

  @Test
  void write_workThrows_undoesAllOfIt() {
    try (Database database = open()) {
      note(database, "first");
      assertThatThrownBy(
              () ->
                  database.write(
                      connection -> {
                        run(connection, "INSERT INTO note VALUES ('half')");
                        throw new IllegalArgumentException("stop");
                      }))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(notes(database)).isEqualTo("first");
    }
  }

  @Test
  void write_refusedBySqlite_saysWhy() {
    try (Database database = open()) {
      assertThatThrownBy(() -> database.write(c -> run(c, "INSERT INTO nowhere VALUES (1)")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("nowhere");
      note(database, "goes on");
      assertThat(notes(database)).isEqualTo("goes on");
    }
  }

  @Test
  void write_insideWrite_isRefused() {
    try (Database database = open()) {
      assertThatThrownBy(() -> database.write(c -> database.write(d -> 1)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void read_tryingToWrite_isRefused() {
    try (Database database = open()) {
      note(database, "kept");
      assertThatThrownBy(() -> database.read(c -> run(c, "DELETE FROM note")))
          .isInstanceOf(StoreException.class);
      assertThat(notes(database)).isEqualTo("kept");
    }
  }

  @Test
  void close_twice_isHarmlessAndLaterUseIsRefused() {
    Database database = open();
    database.close();
    database.close();
    assertThatThrownBy(() -> database.read(c -> 1))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.CLOSED));
  }

  @Test
  void open_newerVersion_refusesAndTouchesNothing() throws Exception {
    try (Database database = open()) {
      note(database, "from the future");
    }
    writeAt(60, new byte[] {0, 0, 3, (byte) 231});
    byte[] before = Files.readAllBytes(state());
    List<Path> files = files();
    assertThatThrownBy(this::open)
        .isInstanceOf(NewerHomeException.class)
        .hasMessageContaining("999")
        .hasMessageContaining("Nothing was changed");
    assertThat(Files.readAllBytes(state())).isEqualTo(before);
    assertThat(files()).isEqualTo(files);
  }

  @Test
  void open_corruptWithBackup_restoresItUnderNewGenerationAndKeepsDamagedFile() throws Exception {
    String generation;
    try (Database database = open()) {
      note(database, "backed up");
      generation = database.generation();
    }
    corrupt();
    try (Database database = open()) {
      Recovery recovery = database.recovery().orElseThrow();
      assertThat(recovery.how()).isEqualTo(Recovery.How.RESTORED_FROM_BACKUP);
      assertThat(recovery.keptAside()).contains(home.resolve("state.db.corrupt-20261123-120000"));
      assertThat(recovery.keptAside()).allMatch(Files::exists);
      assertThat(recovery.sentence()).contains("is damaged", "restored", "after that is lost");
      assertThat(database.generation()).isNotEqualTo(generation);
      assertThat(notes(database)).isEqualTo("backed up");
    }
  }

  /** In a value, where SQLite's own check of the structure sees nothing. */
  @Test
  void bit_flippedInAnyPageWhileOff_isFoundAndTheStateIsWhole() throws Exception {
    try (Database database = open()) {
      note(database, "the film that Anna wants");
    }
    byte[] whole = Files.readAllBytes(state());
    int found = 0;
    int flips = 0;
    for (int at = 2_000; at < whole.length; at += 4_001) {
      byte[] bad = whole.clone();
      bad[at] ^= 8;
      Files.write(state(), bad);
      try (Database database = open()) {
        found += Arrays.equals(Files.readAllBytes(state()), whole) ? 1 : 0;
        assertThat(database.recovery()).as("nothing is lost").isEmpty();
        assertThat(notes(database)).isEqualTo("the film that Anna wants");
      }
      flips++;
    }
    System.out.printf("FIGURE bit flips in the state: %d, found %d%n", flips, found);
    assertThat(found).isEqualTo(flips).isPositive();
  }

  @Test
  void backup_flipped_isNeverRestoredAndIsMadeAnew() throws Exception {
    try (Database database = open()) {
      note(database, "precious");
    }
    Path backup = home.resolve("state-backup.db");
    byte[] whole = Files.readAllBytes(backup);
    byte[] bad = whole.clone();
    bad[bad.length - 20] ^= 1;
    Files.write(backup, bad);
    try (Database database = open()) {
      database.backUp();
      assertThat(Files.readAllBytes(backup)).isNotEqualTo(bad);
      assertThat(notes(database)).isEqualTo("precious");
    }
    Files.write(backup, bad);
    Files.delete(state());
    try (Database database = open()) {
      assertThat(database.recovery().orElseThrow().how()).isEqualTo(Recovery.How.STARTED_FRESH);
    }
  }

  @Test
  void open_corruptWithoutBackup_startsFreshAndSaysSo() throws Exception {
    try (Database database = open()) {
      note(database, "gone");
    }
    corrupt();
    Files.delete(home.resolve("state-backup.db"));
    try (Database database = open()) {
      assertThat(database.recovery().orElseThrow().how()).isEqualTo(Recovery.How.STARTED_FRESH);
      note(database, "new");
    }
    try (Database database = open()) {
      assertThat(database.recovery()).isEmpty();
      assertThat(notes(database)).isEqualTo("new");
    }
  }

  @Test
  void open_corruptTwiceInOneSecond_keepsBothDamagedFiles() throws Exception {
    for (int round = 0; round < 2; round++) {
      open().close();
      corrupt();
      open().close();
    }
    assertThat(files().stream().filter(p -> p.toString().contains(".corrupt-"))).hasSize(2);
  }

  @Test
  void open_bothDamaged_startsFresh() throws Exception {
    try (Database database = open()) {
      note(database, "gone");
    }
    corrupt();
    Files.writeString(home.resolve("state-backup.db"), "this is no database at all");
    try (Database database = open()) {
      assertThat(database.recovery().orElseThrow().how()).isEqualTo(Recovery.How.STARTED_FRESH);
    }
  }

  @Test
  void open_stateMissingButBackedUp_restores() throws Exception {
    try (Database database = open()) {
      note(database, "backed up");
    }
    Files.delete(state());
    try (Database database = open()) {
      assertThat(database.recovery().orElseThrow().sentence()).contains("is missing");
      assertThat(notes(database)).isEqualTo("backed up");
    }
  }

  @Test
  void open_walTail_damaged_losesNothingBeforeIt() throws Exception {
    try (Database database = open()) {
      note(database, "durable");
      Files.copy(state(), home.resolve("copy.db"));
      Path wal = home.resolve("state.db-wal");
      byte[] torn = Files.readAllBytes(wal);
      Files.write(home.resolve("copy.db-wal"), torn);
    }
    Path other = Files.createDirectory(home.resolve("other"));
    Files.move(home.resolve("copy.db"), other.resolve("state.db"));
    Files.move(home.resolve("copy.db-wal"), other.resolve("state.db-wal"));
    Files.write(other.resolve("state.db-wal"), new byte[777], StandardOpenOption.APPEND);
    try (Database database = Database.open(other, CLOCK)) {
      assertThat(database.recovery()).isEmpty();
      assertThat(notes(database)).isEqualTo("durable");
    }
  }

  private Database open() {
    return Database.open(home, CLOCK);
  }

  private Path state() {
    return home.resolve("state.db");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private void corrupt() throws IOException {
    writeAt(100, new byte[3000]);
  }

  private void writeAt(long offset, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(state(), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), offset);
    }
  }

  private static void note(Database database, String text) {
    database.write(
        connection -> {
          run(connection, "CREATE TABLE IF NOT EXISTS note (text TEXT)");
          return run(connection, "INSERT INTO note VALUES ('" + text + "')");
        });
  }

  private static String notes(Database database) {
    return query(database, "SELECT group_concat(text) FROM note");
  }

  private static String query(Database database, String sql) {
    return database.read(c -> text(c, sql));
  }

  private static int run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : "";
    }
  }
}
