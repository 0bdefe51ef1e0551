package larder.appliance.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import larder.appliance.store.Database;
import larder.appliance.store.Sql;

/** The tokens on disk. */
final class TokenTable {

  private final Database database;

  TokenTable(Database database) {
    this.database = database;
  }

  /** All tokens by the hex of their hash. */
  Map<String, Token> load() {
    Map<String, Token> tokens = new HashMap<>();
    database.read(
        connection ->
            Sql.list(
                connection,
                "SELECT * FROM token",
                row -> tokens.put(HexFormat.of().formatHex(row.getBytes("hash")), token(row))));
    return tokens;
  }

  /** The running time of each one's last use, in seconds, by its id. */
  Map<String, Long> lastUses() {
    Map<String, Long> uses = new HashMap<>();
    database.read(
        connection ->
            Sql.list(
                connection,
                "SELECT id, used_running_s FROM token",
                row -> uses.put(row.getString(1), row.getLong(2))));
    return uses;
  }

  /**
   * Drops what was last used before {@code running}; what has no such time yet gets {@code now}.
   */
  void dropUnusedSince(long running, long now) {
    database.write(
        connection -> {
          Sql.update(
              connection, "UPDATE token SET used_running_s = ? WHERE used_running_s IS NULL", now);
          return Sql.update(connection, "DELETE FROM token WHERE used_running_s <= ?", running);
        });
  }

  void insert(Token token, byte[] hash, long runningSeconds) {
    database.write(
        connection ->
            Sql.update(
                connection,
                "INSERT INTO token (id, hash, name, scopes, created_ms, used_running_s)"
                    + " VALUES (?, ?, ?, ?, ?, ?)",
                token.id(),
                hash,
                token.name(),
                words(token.scopes()),
                token.created().toEpochMilli(),
                runningSeconds));
  }

  void delete(String id) {
    database.write(connection -> Sql.update(connection, "DELETE FROM token WHERE id = ?", id));
  }

  void touch(String id, Instant used, long runningSeconds) {
    database.write(
        connection ->
            Sql.update(
                connection,
                "UPDATE token SET last_used_ms = ?, used_running_s = ? WHERE id = ?",
                used.toEpochMilli(),
                runningSeconds,
                id));
  }

  private static Token token(ResultSet row) throws SQLException {
    OptionalLong lastUsed = Sql.longInteger(row, "last_used_ms");
    return new Token(
        row.getString("id"),
        row.getString("name"),
        scopes(row.getString("scopes")),
        Instant.ofEpochMilli(row.getLong("created_ms")),
        lastUsed.isPresent()
            ? Optional.of(Instant.ofEpochMilli(lastUsed.getAsLong()))
            : Optional.empty());
  }

  private static String words(Set<Scope> scopes) {
    return scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(" "));
  }

  private static Set<Scope> scopes(String words) {
    Set<String> named = Set.of(words.split(" "));
    return Arrays.stream(Scope.values())
        .filter(scope -> named.contains(scope.word()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
