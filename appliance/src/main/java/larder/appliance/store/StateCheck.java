package larder.appliance.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import larder.appliance.store.SqliteFile.Access;

/**
 * Looks at a state that nobody uses. SQLite is let loose on a copy, since it writes even to read; a
 * repair opens the state itself, as a start would.
 */
public final class StateCheck {

  private final Path home;
  private final Path scratch;

  /**
   * @param home whose state it is
   * @param scratch an empty directory for copies; the caller removes it
   */
  public StateCheck(Path home, Path scratch) {
    this.home = home;
    this.scratch = scratch;
  }

  /** What a state file is like. */
  public enum Condition {
    SOUND,
    MISSING,
    /** Bits flipped, and a repair flips them back: nothing is lost. */
    MENDABLE,
    DAMAGED
  }

  /**
   * What state and backup are like.
   *
   * @param keptAside damaged ones of earlier days, for someone who wants to look
   */
  public record Result(
      Path state, Condition ofState, Path backup, Condition ofBackup, List<Path> keptAside) {}

  /**
   * Looks, and changes nothing.
   *
   * @throws NewerHomeException if a newer version of Larder wrote it
   * @throws StoreException if SQLite cannot be used
   */
  public Result look() throws IOException {
    NativeLibrary.load(scratch);
    SqliteFile state = new SqliteFile(home.resolve(Database.STATE));
    SqliteFile backup = new SqliteFile(home.resolve(Database.BACKUP));
    if (state.headerVersion() > Schema.current().version()
        && conditionOf(state) == Condition.SOUND) {
      throw new NewerHomeException(
          state.path() + " was written by a newer Larder. Update Larder. Nothing was changed.");
    }
    return new Result(
        state.path(), conditionOf(state), backup.path(), conditionOf(backup), keptAside(state));
  }

  private Condition conditionOf(SqliteFile file) throws IOException {
    if (file.isMissing()) {
      return Condition.MISSING;
    }
    if (new Seal(file).isBroken()) {
      return Condition.DAMAGED;
    }
    Optional<PageSums> sums = PageSums.load(file);
    if (sums.isPresent()) {
      PageSums.Look look = sums.get().look(1, sums.get().pages());
      if (!look.isSound()) {
        return sums.get().isMendable(look) ? Condition.MENDABLE : Condition.DAMAGED;
      }
    }
    SqliteFile copy = new SqliteFile(scratch.resolve("copy-of-" + file.path().getFileName()));
    Files.copy(file.path(), copy.path());
    Path log = file.beside("-wal");
    if (Files.exists(log)) {
      Files.copy(log, copy.beside("-wal"));
    }
    OptionalInt pageBytes = file.pageBytes();
    int flipped =
        pageBytes.isPresent() ? WalPages.mend(copy.beside("-wal"), pageBytes.getAsInt()) : 0;
    try (Connection connection = copy.connect(Access.WRITE)) {
      Condition good = flipped > 0 ? Condition.MENDABLE : Condition.SOUND;
      return SqliteFile.isSound(connection) ? good : Condition.DAMAGED;
    } catch (SQLException e) {
      return Condition.DAMAGED; // in a copy of our own, nothing else keeps SQLite from reading
    } finally {
      for (Path used : copy.files()) {
        Files.deleteIfExists(used);
      }
    }
  }

  private static List<Path> keptAside(SqliteFile state) throws IOException {
    String mark = state.path().getFileName() + ".corrupt-";
    Path directory = state.path().resolveSibling(".");
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(mark))
          .map(Path::normalize)
          .sorted()
          .toList();
    }
  }

  /**
   * Opens the state as a start would, with all that a start repairs, and has a new backup made.
   *
   * @return what had to be recovered
   */
  public Optional<Recovery> repair(Clock clock) throws IOException {
    if (Files.exists(home.resolve(Database.BACKUP))
        && conditionOf(new SqliteFile(home.resolve(Database.BACKUP))) == Condition.DAMAGED) {
      Files.delete(home.resolve(Database.BACKUP));
      new Seal(new SqliteFile(home.resolve(Database.BACKUP))).lift();
    }
    try (Database database = Database.open(home, clock)) {
      database.backUpAnyway();
      return database.recovery();
    }
  }
}
