package larder.appliance.webtitle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import larder.appliance.store.Sql;
import larder.appliance.webtitle.WebRow.Found;
import larder.appliance.webtitle.WebRow.State;
import larder.media.TitleId;
import larder.media.source.http.Checksum;
import larder.media.source.http.Validator;
import larder.media.source.http.WebCopy;
import larder.media.source.http.WebResource.Ranges;
import larder.media.source.http.WebUrl;

/** Titles from the web on disk. Called inside the database's transactions. */
final class WebTable {

  private WebTable() {}

  /** Adds a title; one that is there gets what its user says now, and is asked about again. */
  static void put(Connection connection, WebRow row) throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO web_title (id, url, mirrors, name, checksum, state, reason)"
            + " VALUES (?, ?, ?, ?, ?, 'asking', ?)"
            + " ON CONFLICT (id) DO UPDATE SET mirrors = excluded.mirrors,"
            + " name = coalesce(excluded.name, name), checksum = excluded.checksum,"
            + " state = CASE WHEN state = 'found' AND checksum IS excluded.checksum"
            + " THEN state ELSE 'asking' END",
        row.id().value(),
        row.url().toString(),
        row.mirrors().stream().map(WebUrl::toString).collect(Collectors.joining("\n")),
        row.name(),
        row.checksum().map(Checksum::toString),
        row.reason());
  }

  static Optional<WebRow> find(Connection connection, TitleId id) throws SQLException {
    List<WebCopy> copies = copies(connection, id);
    return Sql.first(
        connection, "SELECT * FROM web_title WHERE id = ?", row -> read(row, copies), id.value());
  }

  static List<TitleId> all(Connection connection) throws SQLException {
    return Sql.list(connection, "SELECT id FROM web_title", row -> new TitleId(row.getString(1)));
  }

  static void state(Connection connection, TitleId id, State state, String reason)
      throws SQLException {
    Sql.update(
        connection,
        "UPDATE web_title SET state = ?, reason = ? WHERE id = ?",
        state.word(),
        reason,
        id.value());
  }

  static void found(Connection connection, TitleId id, Found found) throws SQLException {
    Sql.update(
        connection,
        "UPDATE web_title SET state = 'found', reason = '', found_size_bytes = ?,"
            + " found_chunk_bytes = ?, found_checksum = ?, checked = ? WHERE id = ?",
        found.sizeBytes(),
        found.chunkBytes(),
        found.checksum().map(Checksum::toString),
        found.isChecked() ? 1 : 0,
        id.value());
    Sql.update(connection, "DELETE FROM web_copy WHERE title = ?", id.value());
    int rank = 0;
    for (WebCopy copy : found.copies()) {
      Sql.update(
          connection,
          "INSERT INTO web_copy (title, rank, url, validator_kind, validator, ranges)"
              + " VALUES (?, ?, ?, ?, ?, ?)",
          id.value(),
          rank++,
          copy.url().toString(),
          copy.validator().kind().name(),
          copy.validator().text(),
          copy.ranges().name());
    }
  }

  static void checked(Connection connection, TitleId id, boolean isChecked) throws SQLException {
    Sql.update(
        connection, "UPDATE web_title SET checked = ? WHERE id = ?", isChecked ? 1 : 0, id.value());
  }

  static void delete(Connection connection, TitleId id) throws SQLException {
    Sql.update(connection, "DELETE FROM web_copy WHERE title = ?", id.value());
    Sql.update(connection, "DELETE FROM web_title WHERE id = ?", id.value());
  }

  static boolean isQueued(Connection connection, TitleId id) throws SQLException {
    return Sql.number(connection, "SELECT count(*) FROM queue_entry WHERE title = ?", id.value())
        > 0;
  }

  private static List<WebCopy> copies(Connection connection, TitleId id) throws SQLException {
    return Sql.list(
        connection,
        "SELECT * FROM web_copy WHERE title = ? ORDER BY rank",
        row ->
            new WebCopy(
                WebUrl.parse(row.getString("url")),
                new Validator(
                    Validator.Kind.valueOf(row.getString("validator_kind")),
                    row.getString("validator")),
                Ranges.valueOf(row.getString("ranges"))),
        id.value());
  }

  private static WebRow read(ResultSet row, List<WebCopy> copies) throws SQLException {
    return new WebRow(
        new TitleId(row.getString("id")),
        WebUrl.parse(row.getString("url")),
        row.getString("mirrors").lines().map(WebUrl::parse).toList(),
        Sql.text(row, "name"),
        Sql.text(row, "checksum").map(Checksum::parse),
        State.of(row.getString("state")),
        row.getString("reason"),
        copies.isEmpty() ? Optional.empty() : Optional.of(found(row, copies)));
  }

  private static Found found(ResultSet row, List<WebCopy> copies) throws SQLException {
    return new Found(
        row.getLong("found_size_bytes"),
        row.getInt("found_chunk_bytes"),
        Sql.text(row, "found_checksum").map(Checksum::parse),
        row.getInt("checked") == 1,
        copies);
  }
}
