package larder.appliance.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One statement in one call. Arguments are strings, numbers and byte arrays; an empty {@code
 * Optional} is SQL's NULL.
 */
public final class Sql {

  private Sql() {}

  /** Runs a statement that changes rows. @return how many it changed */
  public static int update(Connection connection, String sql, Object... arguments)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, arguments)) {
      return statement.executeUpdate();
    }
  }

  /** Runs a statement that changes rows once for each of {@code rows}' arguments. */
  public static void updateEach(Connection connection, String sql, List<Object[]> rows)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] arguments : rows) {
        bindAll(statement, arguments);
        statement.executeUpdate();
      }
    }
  }

  /** All rows that a query finds; the query bounds them. */
  public static <T> List<T> list(
      Connection connection, String sql, SqlFunction<ResultSet, T> row, Object... arguments)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, arguments);
        ResultSet rows = statement.executeQuery()) {
      List<T> found = new ArrayList<>();
      while (rows.next()) {
        found.add(row.apply(rows));
      }
      return found;
    }
  }

  /** The first row that a query finds. */
  public static <T> Optional<T> first(
      Connection connection, String sql, SqlFunction<ResultSet, T> row, Object... arguments)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, arguments);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(row.apply(rows)) : Optional.empty();
    }
  }

  /** The first column of the only row, as after {@code SELECT count(*)}. */
  public static long number(Connection connection, String sql, Object... arguments)
      throws SQLException {
    return first(connection, sql, row -> row.getLong(1), arguments).orElse(0L);
  }

  public static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  public static OptionalInt integer(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }

  public static OptionalLong longInteger(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... arguments)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      bindAll(statement, arguments);
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private static void bindAll(PreparedStatement statement, Object... arguments)
      throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      bind(statement, i + 1, arguments[i]);
    }
  }

  private static void bind(PreparedStatement statement, int index, Object argument)
      throws SQLException {
    switch (argument) {
      case String text -> statement.setString(index, text);
      case Integer number -> statement.setInt(index, number);
      case Long number -> statement.setLong(index, number);
      case byte[] bytes -> statement.setBytes(index, bytes);
      case OptionalInt number when number.isPresent() -> statement.setInt(index, number.getAsInt());
      case OptionalLong number when number.isPresent() ->
          statement.setLong(index, number.getAsLong());
      case Optional<?> value when value.isPresent() -> bind(statement, index, value.get());
      case OptionalInt none -> statement.setNull(index, Types.INTEGER);
      case OptionalLong none -> statement.setNull(index, Types.INTEGER);
      case Optional<?> none -> statement.setNull(index, Types.NULL);
      default ->
          throw new IllegalArgumentException(
              "no SQL value: " + argument + " of " + argument.getClass());
    }
  }
}
