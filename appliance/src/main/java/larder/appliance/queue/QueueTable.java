package larder.appliance.queue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import larder.appliance.queue.QueueRow.Stage;
import larder.appliance.store.Sql;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.TitleId;

/** The queue on disk. Called inside the database's transactions. */
final class QueueTable {

  private static final String NUMBERED =
      "SELECT * FROM (SELECT *, row_number() OVER (ORDER BY rank, id) AS position"
          + " FROM queue_entry) ";

  private QueueTable() {}

  static int count(Connection connection) throws SQLException {
    return (int) Sql.number(connection, "SELECT count(*) FROM queue_entry");
  }

  static List<QueueRow> page(Connection connection, int afterPosition, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        NUMBERED + "WHERE position > ? ORDER BY position LIMIT ?",
        QueueTable::row,
        afterPosition,
        limit);
  }

  static Optional<QueueRow> byId(Connection connection, QueueId id) throws SQLException {
    return Sql.first(connection, NUMBERED + "WHERE id = ?", QueueTable::row, id.value());
  }

  static Optional<QueueRow> byTitle(Connection connection, TitleId title) throws SQLException {
    return Sql.first(connection, NUMBERED + "WHERE title = ?", QueueTable::row, title.value());
  }

  static List<TitleId> titles(Connection connection) throws SQLException {
    return Sql.list(
        connection, "SELECT title FROM queue_entry", row -> new TitleId(row.getString(1)));
  }

  /** Notes that an entry is complete, unless it was paused or removed meanwhile. */
  static void done(Connection connection, QueueId id) throws SQLException {
    Sql.update(
        connection,
        "UPDATE queue_entry SET stage = 'done', reason = NULL WHERE id = ? AND stage = 'wanted'",
        id.value());
  }

  /** The first entries that are to be fetched, in order. */
  static List<QueueRow> wanted(Connection connection, int limit) throws SQLException {
    return Sql.list(
        connection,
        NUMBERED + "WHERE stage = 'wanted' ORDER BY position LIMIT ?",
        QueueTable::row,
        limit);
  }

  /** Adds at the end; a title that is queued already stays, and is wanted again if it was over. */
  static void add(Connection connection, Addition addition) throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO queue_entry (title, name, rank, stage, bytes_total, added_by, added_ms)"
            + " VALUES (?, ?, (SELECT coalesce(max(rank), 0) + 1 FROM queue_entry), 'wanted',"
            + " (SELECT coalesce(max(size_bytes), 0) FROM title WHERE id = ?), ?, ?)"
            + " ON CONFLICT (title) DO UPDATE SET stage = 'wanted', reason = NULL"
            + " WHERE stage IN ('done', 'failed')",
        addition.title().value(),
        addition.name(),
        addition.title().value(),
        addition.addedBy(),
        addition.addedMs());
  }

  static int remove(Connection connection, QueueId id) throws SQLException {
    return Sql.update(connection, "DELETE FROM queue_entry WHERE id = ?", id.value());
  }

  static void stage(Connection connection, QueueId id, Stage stage, Optional<String> reason)
      throws SQLException {
    Sql.update(
        connection,
        "UPDATE queue_entry SET stage = ?, reason = ? WHERE id = ?",
        stage.word(),
        reason,
        id.value());
  }

  static void content(Connection connection, QueueId id, Manifest manifest) throws SQLException {
    Sql.update(
        connection,
        "UPDATE queue_entry SET content = ?, bytes_total = ? WHERE id = ?",
        manifest.contentId().hex(),
        manifest.sizeBytes(),
        id.value());
  }

  /** Puts an entry at a position that exists. */
  static void move(Connection connection, QueueId id, int position) throws SQLException {
    List<Long> order =
        new ArrayList<>(
            Sql.list(
                connection, "SELECT id FROM queue_entry ORDER BY rank, id", row -> row.getLong(1)));
    order.remove(id.value());
    order.add(position - 1, id.value());
    for (int i = 0; i < order.size(); i++) {
      int rank = i + 1;
      Sql.update(
          connection,
          "UPDATE queue_entry SET rank = ? WHERE id = ? AND rank <> ?",
          rank,
          order.get(i),
          rank);
    }
  }

  /** Forgets the oldest finished entries above {@code most}. */
  static void trimDone(Connection connection, int most) throws SQLException {
    Sql.update(
        connection,
        "DELETE FROM queue_entry WHERE id IN (SELECT id FROM queue_entry WHERE stage = 'done'"
            + " ORDER BY id DESC LIMIT -1 OFFSET ?)",
        most);
  }

  private static QueueRow row(ResultSet row) throws SQLException {
    return new QueueRow(
        new QueueId(row.getLong("id")),
        new TitleId(row.getString("title")),
        row.getString("name"),
        row.getInt("position"),
        Stage.of(row.getString("stage")),
        Sql.text(row, "content").map(ContentId::new),
        row.getLong("bytes_total"),
        Sql.text(row, "reason"),
        row.getString("added_by"));
  }

  /** A new entry. */
  record Addition(TitleId title, String name, String addedBy, long addedMs) {}
}
