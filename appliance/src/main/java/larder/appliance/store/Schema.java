package larder.appliance.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The numbered steps that make the schema. {@code PRAGMA user_version} says how many of them a
 * database has seen; each is one transaction.
 */
final class Schema {

  private final List<String> steps;

  private Schema(List<String> steps) {
    this.steps = List.copyOf(steps);
  }

  /** The steps of this version of Larder. A released step never changes; add another. */
  static Schema current() {
    return new Schema(
        List.of(
            "001-mesh.sql",
            "002-library.sql",
            "003-queue.sql",
            "004-security.sql",
            "005-shared-now.sql",
            "006-scale.sql",
            "007-web-titles.sql",
            "008-home.sql",
            "009-household-news.sql"));
  }

  int version() {
    return steps.size();
  }

  /** Applies what is missing. */
  void migrate(Connection connection) throws SQLException {
    for (int next = versionOf(connection); next < steps.size(); next++) {
      apply(connection, next);
    }
  }

  static int versionOf(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private void apply(Connection connection, int index) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("BEGIN IMMEDIATE");
      boolean applied = false;
      try {
        statement.executeUpdate(text(steps.get(index)));
        statement.executeUpdate("PRAGMA user_version = " + (index + 1));
        statement.executeUpdate("COMMIT");
        applied = true;
      } finally {
        if (!applied) {
          Transactions.rollBack(connection);
        }
      }
    }
  }

  private static String text(String step) {
    try (InputStream in = Schema.class.getResourceAsStream(step)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its own resource " + step);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the program's own resource " + step, e);
    }
  }
}
