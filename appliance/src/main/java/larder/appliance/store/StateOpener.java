package larder.appliance.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import larder.appliance.store.SqliteFile.Access;
import larder.appliance.store.StoreException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the state, or puts a usable one in the place of a damaged or missing one. */
final class StateOpener {

  private static final Logger LOG = LoggerFactory.getLogger(StateOpener.class);

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final SqliteFile file;
  private final SqliteFile backup;
  private final Schema schema;
  private final Clock clock;

  StateOpener(SqliteFile file, SqliteFile backup, Schema schema, Clock clock) {
    this.file = file;
    this.backup = backup;
    this.schema = schema;
    this.clock = clock;
  }

  OpenedState open() {
    try {
      refuseNewer(file.headerVersion());
      if (!file.isMissing()) {
        return openExisting();
      }
      return Files.exists(backup.path())
          ? recover(setAside(), "is missing")
          : opened(connect(), Optional.empty(), Optional.empty());
    } catch (SQLException e) {
      throw StoreException.of("Opening " + file.path(), e);
    } catch (IOException e) {
      throw new StoreException(
          Reason.DISK_FAILED, "Opening " + file.path() + " failed: " + e.getMessage(), e);
    }
  }

  private OpenedState openExisting() throws SQLException, IOException {
    mendLog();
    Optional<PageSums> sums = PageSums.load(file);
    Optional<Connection> sound = sums.isPresent() ? ifAsSummed(sums.get()) : connectIfSound(file);
    if (sound.isPresent()) {
      return opened(sound.get(), sums, Optional.empty());
    }
    return recover(setAside(), "is damaged");
  }

  private void mendLog() throws IOException {
    OptionalInt pageBytes = file.pageBytes();
    int mended =
        pageBytes.isPresent() ? WalPages.mend(file.beside("-wal"), pageBytes.getAsInt()) : 0;
    if (mended > 0) {
      LOG.warn("{} flipped bits in the log of {} were put right", mended, file.path());
    }
  }

  /** What is byte for byte as SQLite left it needs no look at its structure. */
  private Optional<Connection> ifAsSummed(PageSums sums) throws SQLException, IOException {
    PageSums.Look look = sums.look(1, sums.pages());
    if (look.isSound()) {
      return Optional.of(connect());
    }
    boolean mended = sums.mend(look);
    LOG.warn("Pages {} of {} had rotted; mended: {}", look.rotten(), file.path(), mended);
    return mended ? Optional.of(connect()) : Optional.empty();
  }

  private OpenedState recover(List<Path> keptAside, String what) throws SQLException, IOException {
    if (!restoreBackup()) {
      Recovery fresh = startedFresh(keptAside, what);
      return opened(connect(), Optional.empty(), Optional.of(fresh));
    }
    Recovery restored = restored(keptAside, what);
    Connection connection = connect();
    newGeneration(connection);
    return opened(connection, Optional.empty(), Optional.of(restored));
  }

  /**
   * @param sums those that the file was held against, if there were any
   */
  private OpenedState opened(
      Connection connection, Optional<PageSums> sums, Optional<Recovery> recovery)
      throws SQLException, IOException {
    boolean done = false;
    try {
      refuseNewer(Schema.versionOf(connection));
      new Seal(file).lift(); // of a Larder that sealed the state instead
      schema.migrate(connection);
      OpenedState state =
          new OpenedState(connection, generation(connection), sums.or(this::sumsOfSound), recovery);
      done = true;
      return state;
    } finally {
      if (!done) {
        connection.close();
      }
    }
  }

  private Optional<PageSums> sumsOfSound() {
    try {
      return Optional.of(PageSums.take(file));
    } catch (IOException e) {
      LOG.warn("{} has no checksums for now: {}", file.path(), e.getMessage());
      return Optional.empty();
    }
  }

  private Connection connect() throws SQLException {
    return file.connect(Access.WRITE);
  }

  private static Optional<Connection> connectIfSound(SqliteFile file) throws SQLException {
    boolean sound = false;
    Connection connection = null;
    try {
      connection = file.connect(Access.WRITE);
      sound = SqliteFile.isSound(connection);
      return sound ? Optional.of(connection) : Optional.empty();
    } catch (SQLException e) {
      if (StoreException.of("checking", e).reason() != Reason.CORRUPT) {
        throw e;
      }
      return Optional.empty();
    } finally {
      if (connection != null && !sound) {
        connection.close();
      }
    }
  }

  private List<Path> setAside() throws IOException {
    String mark = ".corrupt-" + STAMP.format(clock.instant());
    List<Path> kept = new ArrayList<>();
    for (Path damaged : file.files()) {
      String suffix = damaged.toString().substring(file.path().toString().length());
      Path aside = unused(file.beside(mark + suffix));
      Files.move(damaged, aside);
      kept.add(aside);
    }
    PageSums.drop(file);
    return kept;
  }

  private static Path unused(Path wish) {
    Path path = wish;
    for (int n = 2; Files.exists(path); n++) {
      path = wish.resolveSibling(wish.getFileName() + "." + n);
    }
    return path;
  }

  private boolean restoreBackup() throws IOException, SQLException {
    if (!Files.exists(backup.path())
        || backup.headerVersion() > schema.version()
        || new Seal(backup).isBroken()) {
      return false;
    }
    Path copy = file.beside(".restoring");
    Files.copy(backup.path(), copy, StandardCopyOption.REPLACE_EXISTING);
    Optional<Connection> sound = connectIfSound(new SqliteFile(copy));
    if (sound.isEmpty()) {
      Files.deleteIfExists(copy);
      return false;
    }
    sound.get().close();
    file.replaceWith(copy);
    return true;
  }

  private Recovery restored(List<Path> keptAside, String what) throws IOException {
    return new Recovery(
        Recovery.How.RESTORED_FROM_BACKUP,
        keptAside,
        "The state "
            + file.path()
            + " "
            + what
            + ". It was restored from the backup of "
            + Files.getLastModifiedTime(backup.path())
            + "; what was queued, watched, kept or paired after that is lost."
            + where(keptAside));
  }

  private Recovery startedFresh(List<Path> keptAside, String what) {
    return new Recovery(
        Recovery.How.STARTED_FRESH,
        keptAside,
        "The state "
            + file.path()
            + " "
            + what
            + " and there is no good backup. A new one was started: approve devices and folders"
            + " again, pair again, and queue again. No video file was touched."
            + where(keptAside));
  }

  private static String where(List<Path> keptAside) {
    return keptAside.isEmpty() ? "" : " The damaged file is kept as " + keptAside.getFirst() + ".";
  }

  private void refuseNewer(int version) {
    if (version > schema.version()) {
      throw new NewerHomeException(
          file.path()
              + " has schema version "
              + version
              + ", this Larder knows up to "
              + schema.version()
              + ": a newer Larder wrote it. Update Larder, or use another --home. Nothing was"
              + " changed.");
    }
  }

  private static String generation(Connection connection) throws SQLException {
    Transactions.execute(
        connection,
        "CREATE TABLE IF NOT EXISTS store_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT");
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT value FROM store_meta WHERE key = 'generation'")) {
      if (row.next()) {
        return row.getString(1);
      }
    }
    return newGeneration(connection);
  }

  private static String newGeneration(Connection connection) throws SQLException {
    String generation = UUID.randomUUID().toString();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO store_meta (key, value) VALUES ('generation', ?)")) {
      insert.setString(1, generation);
      insert.executeUpdate();
    }
    return generation;
  }
}
