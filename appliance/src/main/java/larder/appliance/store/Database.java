package larder.appliance.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import larder.appliance.store.SqliteFile.Access;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The box's state: one SQLite database in the home. One writer at a time, several readers beside
 * it. A write is on the disk when it returns. Safe for all threads; work must not call out to other
 * parts of the box, since writers wait for each other.
 */
public final class Database implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /** SQLite's own code is unpacked at a start, and its write-ahead log begins. */
  private static final long LEAST_BYTES_TO_START = 4L << 20;

  static final String STATE = "state.db";
  static final String BACKUP = "state-backup.db";

  /** More would only wait for the box's few cores; each costs up to 2 MiB of page cache. */
  private static final int READERS = 4;

  /** Some milliseconds of reading. */
  private static final int PIECE_PAGES = 1_024;

  private final SqliteFile file;
  private final SqliteFile backup;
  private final EmergencyRoom emergency;
  private final Optional<Recovery> recovery;
  private final String generation;
  private final ReentrantLock writing = new ReentrantLock();

  @GuardedBy("writing")
  private final Connection writer;

  @GuardedBy("writing")
  private final LogCopy logCopy;

  private final Semaphore readPermits = new Semaphore(READERS);
  private final ConcurrentLinkedQueue<Connection> idleReaders = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean changedSinceBackup = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  private Database(
      SqliteFile file, SqliteFile backup, EmergencyRoom emergency, OpenedState opened) {
    this.file = file;
    this.backup = backup;
    this.emergency = emergency;
    this.writer = opened.writer();
    this.logCopy = new LogCopy(file, opened.writer(), opened.sums());
    this.recovery = opened.recovery();
    this.generation = opened.generation();
  }

  /**
   * Opens {@code home/state.db}, makes it if need be, and brings its schema up to date. A damaged
   * one is kept aside and replaced, see {@link #recovery()}.
   *
   * @throws NewerHomeException if a newer version of Larder wrote it; nothing was touched
   * @throws StoreException if it cannot be opened
   */
  public static Database open(Path home, Clock clock) {
    EmergencyRoom emergency = new EmergencyRoom(home);
    if (home.toFile().getUsableSpace() < LEAST_BYTES_TO_START && emergency.free()) {
      LOG.info("Starting on a full disk");
    }
    NativeLibrary.load(home);
    SqliteFile file = new SqliteFile(home.resolve(STATE));
    SqliteFile backup = new SqliteFile(home.resolve(BACKUP));
    OpenedState opened = new StateOpener(file, backup, Schema.current(), clock).open();
    opened.recovery().ifPresent(lost -> LOG.error("{}", lost.sentence()));
    return new Database(file, backup, emergency, opened);
  }

  /** Whether {@code home} has a state, or at least a backup of one. */
  public static boolean exists(Path home) {
    return Files.exists(home.resolve(STATE)) || Files.exists(home.resolve(BACKUP));
  }

  /** What had to be recovered when this database was opened. */
  public Optional<Recovery> recovery() {
    return recovery;
  }

  /**
   * Names this line of history: it stays over restarts, and is another one after the state was
   * restored or rebuilt, so that promises made since (such as index sequences) are void.
   */
  public String generation() {
    return generation;
  }

  /** Reads a consistent snapshot. Rows must be taken out before {@code work} returns. */
  public <T> T read(SqlFunction<Connection, T> work) {
    readPermits.acquireUninterruptibly();
    try {
      checkOpen();
      return readWith(idleReader(), work);
    } catch (SQLException e) {
      throw StoreException.of("Reading the state", e);
    } finally {
      readPermits.release();
    }
  }

  /** What holds a part of the disk for this state. */
  public EmergencyRoom emergency() {
    return emergency;
  }

  /**
   * Runs {@code work} as one transaction, durable on return; a failure undoes all of it. On a full
   * disk it is run once more, after the emergency room was given to it: it must not change anything
   * but the database. Not to be called from within another write.
   */
  public <T> T write(SqlFunction<Connection, T> work) {
    if (writing.isHeldByCurrentThread()) {
      throw new IllegalStateException("a write inside a write");
    }
    writing.lock();
    try {
      checkOpen();
      T result = writeInRoom(work);
      changedSinceBackup.set(true);
      copyLog();
      return result;
    } catch (SQLException e) {
      throw StoreException.of("Writing the state", e);
    } finally {
      writing.unlock();
    }
  }

  /** What was written is safe in the log, whatever becomes of its copy. */
  @GuardedBy("writing")
  private void copyLog() {
    try {
      logCopy.afterWrite();
    } catch (SQLException e) {
      LOG.warn("The log of {} cannot be copied into it now: {}", file.path(), e.getMessage());
    }
  }

  @GuardedBy("writing")
  private <T> T writeInRoom(SqlFunction<Connection, T> work) throws SQLException {
    try {
      return Transactions.run(writer, "BEGIN IMMEDIATE", work);
    } catch (SQLException e) {
      if (StoreException.reasonOf(e) != StoreException.Reason.DISK_FULL || !emergency.free()) {
        throw e;
      }
      return Transactions.run(writer, "BEGIN IMMEDIATE", work);
    }
  }

  /**
   * Looks for rot, then copies the state to {@code state-backup.db} if it changed since the last
   * copy, unless the disk is full. A copy that is damaged is replaced as well, but no good one by a
   * copy of a damaged state. Writers go on meanwhile.
   */
  public void backUp() {
    if (emergency.isGivenAway() || lookAtPages() == Pages.DAMAGED) {
      return;
    }
    try {
      if (changedSinceBackup.getAndSet(false) || new Seal(backup).isBroken()) {
        replaceBackup();
      }
    } catch (SQLException e) {
      changedSinceBackup.set(true);
      throw StoreException.of("Backing up the state", e);
    } catch (IOException e) {
      changedSinceBackup.set(true);
      throw new StoreException(
          StoreException.Reason.DISK_FAILED, "Backing up the state failed: " + e.getMessage(), e);
    }
  }

  /** As {@link #backUp}, whether anything changed or not. */
  void backUpAnyway() {
    changedSinceBackup.set(true);
    backUp();
  }

  /** Waits for running work, backs up, and closes. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    writing.lock();
    readPermits.acquireUninterruptibly(READERS);
    try {
      backUpBeforeClose();
      idleReaders.forEach(Database::closeQuietly);
      closeWriter();
    } finally {
      readPermits.release(READERS);
      writing.unlock();
    }
  }

  private <T> T readWith(Connection reader, SqlFunction<Connection, T> work) throws SQLException {
    try {
      return Transactions.run(reader, "BEGIN", work);
    } finally {
      idleReaders.add(reader);
    }
  }

  private void replaceBackup() throws SQLException, IOException {
    Path copy = backup.beside(".tmp");
    Files.deleteIfExists(copy);
    copyTo(copy);
    Seal seal = new Seal(backup);
    seal.lift(); // a backup without a seal is believed, one with a wrong one is not
    backup.replaceWith(copy);
    seal.set();
  }

  private void copyTo(Path copy) throws SQLException {
    // Not query_only: VACUUM INTO counts as writing, though it only reads this file.
    try (Connection connection = file.connect(Access.WRITE);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("VACUUM INTO '" + copy.toString().replace("'", "''") + "'");
    }
  }

  private void backUpBeforeClose() {
    try {
      backUp();
    } catch (StoreException e) {
      LOG.warn("{}; the state itself is safe", e.getMessage());
    }
  }

  @GuardedBy("writing")
  private void closeWriter() {
    try {
      if (logCopy.beforeClose()) {
        closeQuietly(writer);
      }
    } catch (SQLException e) {
      LOG.warn("closing the state: {}; the log beside it is whole", e.getMessage());
    }
  }

  /** How a look at pages of the state ended. */
  enum Pages {
    SOUND,
    MENDED,
    /** The next start restores what can be restored. */
    DAMAGED
  }

  /**
   * Holds all pages of the state against their checksums, a piece at a time; writers wait for a
   * piece at most. A page with one flipped bit is put right.
   */
  Pages lookAtPages() {
    Pages worst = Pages.SOUND;
    int pages = 1;
    for (int first = 1; first <= pages; first += PIECE_PAGES) {
      writing.lock();
      try {
        Optional<PageSums> sums = logCopy.sums();
        pages = sums.map(PageSums::pages).orElse(0);
        Pages found = sums.isPresent() ? look(sums.get(), first) : Pages.SOUND;
        worst = found.compareTo(worst) > 0 ? found : worst;
      } catch (IOException e) {
        throw new StoreException(
            StoreException.Reason.DISK_FAILED, "Reading the state failed: " + e.getMessage(), e);
      } finally {
        writing.unlock();
      }
    }
    return worst;
  }

  @GuardedBy("writing")
  private Pages look(PageSums sums, int first) throws IOException {
    PageSums.Look look = sums.look(first, first + PIECE_PAGES - 1);
    if (look.isSound()) {
      return Pages.SOUND;
    }
    boolean mended = sums.mend(look);
    LOG.error(
        "Pages {} of {} had rotted; {}",
        look.rotten(),
        file.path(),
        mended ? "they are as they were again" : "restart to have the state restored");
    forgetPages();
    return mended ? Pages.MENDED : Pages.DAMAGED;
  }

  /** What connections remember of pages may be the rot. */
  @GuardedBy("writing")
  private void forgetPages() {
    for (Connection idle = idleReaders.poll(); idle != null; idle = idleReaders.poll()) {
      closeQuietly(idle);
    }
    try {
      Transactions.execute(writer, "PRAGMA shrink_memory");
    } catch (SQLException e) {
      LOG.warn("The writer's memory of pages stays: {}", e.getMessage());
    }
  }

  private Connection idleReader() throws SQLException {
    Connection idle = idleReaders.poll();
    return idle == null ? file.connect(Access.READ) : idle;
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new StoreException(StoreException.Reason.CLOSED, "the state is closed");
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.warn("closing the state: {}", e.getMessage());
    }
  }
}
