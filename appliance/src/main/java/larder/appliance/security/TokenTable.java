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

  void insert(Token token, byte[] hash) {
    database.write(
        connection ->
            Sql.update(
                connection,
                "INSERT INTO token (id, hash, name, scopes, created_ms) VALUES (?, ?, ?, ?, ?)",
                token.id(),
                hash,
                token.name(),
                words(token.scopes()),
                token.created().toEpochMilli()));
  }

  void delete(String id) {
    database.write(connection -> Sql.update(connection, "DELETE FROM token WHERE id = ?", id));
  }

  void touch(String id, Instant used) {
    database.write(
        connection ->
            Sql.update(
                connection,
                "UPDATE token SET last_used_ms = ? WHERE id = ?",
                used.toEpochMilli(),
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
