package larder.appliance.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies SQLite's log into the database when it is long, and never before its pages were summed: a
 * page that SQLite wrote can then be told from one that rotted. Without sums there is a copy all
 * the same, and they are taken anew. Not safe for several threads: the {@link Database} guards it.
 */
final class LogCopy {

  private static final Logger LOG = LoggerFactory.getLogger(LogCopy.class);

  private final SqliteFile file;
  private final Path log;
  private final Connection writer;
  private Optional<PageSums> sums;
  private long dueBytes = SqliteFile.LOG_BYTES;

  /**
   * @param writer the only connection that writes; it must not copy the log by itself
   * @param sums what the database was checked against
   */
  LogCopy(SqliteFile file, Connection writer, Optional<PageSums> sums) {
    this.file = file;
    this.log = file.beside("-wal");
    this.writer = writer;
    this.sums = sums;
  }

  /** The sums of what was copied; empty while there are none. */
  Optional<PageSums> sums() {
    return sums;
  }

  /** Copies the log if it is long. A failure is said; the log is as good as a copy of it. */
  void afterWrite() throws SQLException {
    long length = log.toFile().length();
    if (length > dueBytes) {
      boolean whole = copy("PASSIVE");
      dueBytes = whole ? SqliteFile.LOG_BYTES : length + SqliteFile.LOG_BYTES / 4;
    }
  }

  /**
   * Copies all of the log before the writer is closed.
   *
   * @return false if it must be left open, since closing it would copy pages that nobody summed
   */
  boolean beforeClose() throws SQLException {
    return !Files.exists(log) || copy("TRUNCATE");
  }

  /** Whether all of it was copied. */
  private boolean copy(String how) throws SQLException {
    if (!isSummed()) {
      return false;
    }
    try (Statement statement = writer.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + how + ")")) {
      boolean whole = row.next() && row.getInt(1) == 0 && row.getInt(2) == row.getInt(3);
      if (whole) {
        sums.ifPresentOrElse(PageSums::copied, this::take);
      }
      return whole;
    }
  }

  /** Takes the sums of what is to be copied, or gives up all of them. @return false if neither */
  private boolean isSummed() {
    try {
      if (sums.isPresent()) {
        sums.get().addLog();
      }
      return true;
    } catch (IOException e) {
      LOG.warn("The checksums of {} cannot be kept: {}", file.path(), e.getMessage());
      return isDropped();
    }
  }

  private boolean isDropped() {
    try {
      PageSums.drop(file);
      sums = Optional.empty();
      return true;
    } catch (IOException e) {
      LOG.warn("The log of {} stays, since nothing beside it can be written", file.path());
      return false;
    }
  }

  private void take() {
    try {
      PageSums taken = PageSums.take(file);
      taken.copied();
      sums = Optional.of(taken);
    } catch (IOException e) {
      LOG.warn("{} has no checksums for now: {}", file.path(), e.getMessage());
    }
  }
}
