package larder.appliance.mesh.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import larder.appliance.store.SqlFunction;
import org.jspecify.annotations.Nullable;

/**
 * One transaction's statements: each is prepared once, however many rows it is run for. For one
 * thread, inside one read or write of the store.
 */
public final class Sql implements AutoCloseable {

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Sql(Connection connection) {
    this.connection = connection;
  }

  /** Runs a change. @return the number of rows changed */
  public int update(String text, @Nullable Object... arguments) throws SQLException {
    return statement(text, arguments).executeUpdate();
  }

  /** All rows of a query. */
  public <T> List<T> list(String text, SqlFunction<ResultSet, T> row, @Nullable Object... arguments)
      throws SQLException {
    try (ResultSet rows = statement(text, arguments).executeQuery()) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(row.apply(rows));
      }
      return all;
    }
  }

  /** What {@code wanted} takes of a query whose rows may be too many to keep. */
  <T> Set<T> found(
      String text,
      SqlFunction<ResultSet, T> row,
      Predicate<T> wanted,
      @Nullable Object... arguments)
      throws SQLException {
    try (ResultSet rows = statement(text, arguments).executeQuery()) {
      Set<T> found = new LinkedHashSet<>();
      while (rows.next()) {
        T one = row.apply(rows);
        if (wanted.test(one)) {
          found.add(one);
        }
      }
      return found;
    }
  }

  /** The first row of a query, if there is one. */
  public <T> Optional<T> first(
      String text, SqlFunction<ResultSet, T> row, @Nullable Object... arguments)
      throws SQLException {
    try (ResultSet rows = statement(text, arguments).executeQuery()) {
      return rows.next() ? Optional.of(row.apply(rows)) : Optional.empty();
    }
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
  }

  private PreparedStatement statement(String text, @Nullable Object... arguments)
      throws SQLException {
    PreparedStatement statement = prepared.get(text);
    if (statement == null) {
      statement = connection.prepareStatement(text);
      prepared.put(text, statement);
    }
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
    return statement;
  }
}
