package larder.appliance.queue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import larder.appliance.queue.QueueRow.Stage;
import larder.appliance.store.Sql;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.TitleId;

/** The queue on disk. Called inside the database's transactions. */
final class QueueTable {

  /** Between neighbours, so that an entry finds a place there without moving others. */
  private static final long RANK_STEP = 1 << 20;

  private static final String WITH_POSITION =
      "SELECT *, (SELECT count(*) FROM queue_entry AS other"
          + " WHERE (other.rank, other.id) <= (entry.rank, entry.id)) AS position"
          + " FROM queue_entry AS entry ";

  private QueueTable() {}

  static int count(Connection connection) throws SQLException {
    return (int) Sql.number(connection, "SELECT count(*) FROM queue_entry");
  }

  static List<QueueRow> page(Connection connection, int afterPosition, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        "SELECT *, ? + row_number() OVER (ORDER BY rank, id) AS position FROM"
            + " (SELECT * FROM queue_entry ORDER BY rank, id LIMIT ? OFFSET ?) ORDER BY rank, id",
        QueueTable::row,
        afterPosition,
        limit,
        afterPosition);
  }

  static Optional<QueueRow> byId(Connection connection, QueueId id) throws SQLException {
    return Sql.first(connection, WITH_POSITION + "WHERE id = ?", QueueTable::row, id.value());
  }

  static Optional<QueueRow> byTitle(Connection connection, TitleId title) throws SQLException {
    return Sql.first(connection, WITH_POSITION + "WHERE title = ?", QueueTable::row, title.value());
  }

  /** The first entries that are to be fetched or being fetched, in order. */
  static List<QueueRow> onTheWay(Connection connection, int limit) throws SQLException {
    return Sql.list(
        connection,
        "SELECT * FROM (SELECT *, row_number() OVER (ORDER BY rank, id) AS position"
            + " FROM queue_entry) WHERE stage = 'wanted' ORDER BY position LIMIT ?",
        QueueTable::row,
        limit);
  }

  /** What was fetched, the latest entry first. */
  static List<TitleId> arrived(Connection connection, int limit) throws SQLException {
    return Sql.list(
        connection,
        "SELECT title FROM queue_entry WHERE stage = 'done' ORDER BY id DESC LIMIT ?",
        row -> new TitleId(row.getString(1)),
        limit);
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
  static List<Wish> wanted(Connection connection, int limit) throws SQLException {
    return Sql.list(
        connection,
        "SELECT id, title, content FROM queue_entry WHERE stage = 'wanted'"
            + " ORDER BY rank, id LIMIT ?",
        row ->
            new Wish(
                new QueueId(row.getLong("id")),
                new TitleId(row.getString("title")),
                Sql.text(row, "content").map(ContentId::new)),
        limit);
  }

  /** Adds at the end; a title that is queued already stays, and is wanted again if it was over. */
  static void add(Connection connection, Addition addition) throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO queue_entry (title, name, rank, stage, bytes_total, added_by, added_ms)"
            + " VALUES (?, ?, (SELECT coalesce(max(rank), 0) + ? FROM queue_entry), 'wanted',"
            + " (SELECT coalesce(max(size_bytes), 0) FROM title WHERE id = ?), ?, ?)"
            + " ON CONFLICT (title) DO UPDATE SET stage = 'wanted', reason = NULL"
            + " WHERE stage IN ('done', 'failed')",
        addition.title().value(),
        addition.name(),
        RANK_STEP,
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
    OptionalLong rank = rankAt(connection, id, position);
    if (rank.isEmpty()) {
      spreadRanks(connection);
      rank = rankAt(connection, id, position);
    }
    Sql.update(
        connection, "UPDATE queue_entry SET rank = ? WHERE id = ?", rank.orElseThrow(), id.value());
  }

  /** A rank between those that will be neighbours; empty if they leave no room. */
  private static OptionalLong rankAt(Connection connection, QueueId id, int position)
      throws SQLException {
    int before = Math.max(0, position - 2);
    List<Long> neighbours =
        Sql.list(
            connection,
            "SELECT rank FROM queue_entry WHERE id <> ? ORDER BY rank, id LIMIT ? OFFSET ?",
            row -> row.getLong(1),
            id.value(),
            position == 1 ? 1 : 2,
            before);
    if (neighbours.isEmpty()) {
      return OptionalLong.of(RANK_STEP);
    }
    if (neighbours.size() == 1) {
      long only = neighbours.getFirst();
      return OptionalLong.of(position == 1 ? only - RANK_STEP : only + RANK_STEP);
    }
    long first = neighbours.getFirst();
    long middle = first + (neighbours.getLast() - first) / 2;
    return middle > first ? OptionalLong.of(middle) : OptionalLong.empty();
  }

  private static void spreadRanks(Connection connection) throws SQLException {
    Sql.update(
        connection,
        "UPDATE queue_entry SET rank = place.number * ? FROM"
            + " (SELECT id, row_number() OVER (ORDER BY rank, id) AS number FROM queue_entry)"
            + " AS place WHERE place.id = queue_entry.id",
        RANK_STEP);
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

  /** What is to be fetched for an entry. */
  record Wish(QueueId id, TitleId title, Optional<ContentId> content) {}

  /** A new entry. */
  record Addition(TitleId title, String name, String addedBy, long addedMs) {}
}
