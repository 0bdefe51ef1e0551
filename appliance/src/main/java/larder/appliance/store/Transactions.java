package larder.appliance.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs work in one transaction: all of it or nothing. */
final class Transactions {

  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  private Transactions() {}

  static <T> T run(Connection connection, String begin, SqlFunction<Connection, T> work)
      throws SQLException {
    execute(connection, begin);
    boolean done = false;
    try {
      T result = work.apply(connection);
      execute(connection, "COMMIT");
      done = true;
      return result;
    } finally {
      if (!done) {
        rollBack(connection);
      }
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  static void rollBack(Connection connection) {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      // SQLite rolls back by itself after a full disk and some other failures.
      LOG.debug("nothing to roll back: {}", e.getMessage());
    }
  }
}
