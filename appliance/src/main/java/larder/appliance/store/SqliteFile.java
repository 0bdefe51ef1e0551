package larder.appliance.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.stream.Stream;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;

/** A database file and the two files that SQLite keeps beside it. */
record SqliteFile(Path path) {

  /** Another process can only be a checker or a curious owner; it will be done in this time. */
  private static final int BUSY_TIMEOUT_MS = 10_000;

  /** The indexes of a hundred thousand titles; with less, each step of a first look reads again. */
  private static final int WRITER_CACHE_KIB = 8 * 1_024;

  /**
   * 16 MiB of changes before they are copied into the database: each copy writes and syncs the same
   * few pages of the indexes again, which is most of what a first look at a large folder costs.
   */
  static final long LOG_BYTES = 16L << 20;

  /**
   * Where the file header keeps user_version: https://www.sqlite.org/fileformat.html section 1.3
   */
  private static final int VERSION_OFFSET = 60;

  /** Where the header keeps the size of a page: two bytes, 1 for the largest. */
  private static final int PAGE_BYTES_OFFSET = 16;

  private static final int MIN_PAGE_BYTES = 512;
  private static final int MAX_PAGE_BYTES = 65_536;

  List<Path> files() {
    return Stream.of("", "-wal", "-shm").map(this::beside).filter(Files::exists).toList();
  }

  Path beside(String suffix) {
    return path.resolveSibling(path.getFileName() + suffix);
  }

  boolean isMissing() throws IOException {
    return !Files.exists(path) || (Files.size(path) == 0 && !Files.exists(beside("-wal")));
  }

  /** The version in the header, read without SQLite, so that nothing is touched; 0 if none. */
  int headerVersion() throws IOException {
    if (!Files.exists(path)) {
      return 0;
    }
    ByteBuffer version = ByteBuffer.allocate(Integer.BYTES);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return channel.read(version, VERSION_OFFSET) == Integer.BYTES ? version.getInt(0) : 0;
    }
  }

  /** Whether the disk gives its bytes: SQLite takes one that does not for a damaged database. */
  boolean isReadable() {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return channel.read(ByteBuffer.allocate(MIN_PAGE_BYTES), 0) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The size of its pages by the header, read without SQLite; empty if that is no header. */
  OptionalInt pageBytes() throws IOException {
    ByteBuffer size = ByteBuffer.allocate(Short.BYTES);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (channel.read(size, PAGE_BYTES_OFFSET) < Short.BYTES) {
        return OptionalInt.empty();
      }
    }
    int bytes = Short.toUnsignedInt(size.getShort(0));
    bytes = bytes == 1 ? MAX_PAGE_BYTES : bytes;
    boolean known = bytes >= MIN_PAGE_BYTES && Integer.bitCount(bytes) == 1;
    return known ? OptionalInt.of(bytes) : OptionalInt.empty();
  }

  Connection connect(Access access) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.enforceForeignKeys(true);
    config.setTempStore(TempStore.MEMORY);
    config.setGetGeneratedKeys(false); // else the driver runs another query after each insert
    config.setSynchronous(SynchronousMode.FULL);
    if (access == Access.WRITE) {
      config.setJournalMode(JournalMode.WAL);
      config.setCacheSize(-WRITER_CACHE_KIB); // negative means KiB
    }
    Properties properties = config.toProperties();
    Connection connection = JDBC.createConnection("jdbc:sqlite:" + path, properties);
    if (access == Access.WRITE) {
      Transactions.execute(connection, "PRAGMA wal_autocheckpoint = 0"); // see LogCopy
      Transactions.execute(connection, "PRAGMA journal_size_limit = " + LOG_BYTES);
    }
    if (access == Access.READ) {
      Transactions.execute(connection, "PRAGMA query_only = ON");
    }
    return connection;
  }

  /** Whether SQLite finds the file's structure sound. */
  static boolean isSound(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      return row.next() && "ok".equals(row.getString(1));
    }
  }

  /** Makes {@code from} durable and puts it in this file's place at once. */
  void replaceWith(Path from) throws IOException {
    sync(from, StandardOpenOption.WRITE);
    Files.move(from, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(path.resolveSibling("."), StandardOpenOption.READ);
  }

  /**
   * Replaces the file beside this one whose name ends in {@code suffix}; durable on return, and
   * either the old one or the new one at every instant.
   */
  void replaceBeside(String suffix, ByteBuffer content) throws IOException {
    Path temporary = beside(suffix + ".tmp");
    try (FileChannel out =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (content.hasRemaining()) {
        out.write(content);
      }
      out.force(true);
    }
    Files.move(
        temporary,
        beside(suffix),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    sync(path.resolveSibling("."), StandardOpenOption.READ);
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  /** What a connection is for. */
  enum Access {
    READ,
    WRITE
  }
}
