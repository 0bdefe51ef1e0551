package larder.appliance.mesh.index;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import larder.media.ContentId;

/**
 * The stored announcements of our own. Each change takes the folder's next sequence, so that a peer
 * that knows a sequence knows everything up to it.
 */
final class OwnIndex {

  private static final String SELECT = "SELECT " + EntryRows.COLUMNS + " FROM mesh_own ";

  private static final String UPSERT =
      "INSERT OR REPLACE INTO mesh_own (folder, "
          + EntryRows.COLUMNS
          + ") VALUES (?, "
          + EntryRows.PLACES
          + ")";

  private OwnIndex() {}

  static Optional<Entry> find(Sql sql, Folder folder, String name) throws SQLException {
    return sql.first(SELECT + "WHERE folder = ? AND name = ?", EntryRows::read, folder.key(), name);
  }

  /** Announces {@code entry}, whose own sequence does not matter. */
  static void announce(Sql sql, Folder folder, Entry entry) throws SQLException {
    long sequence =
        sql.first(
                "UPDATE mesh_folder SET sequence = sequence + 1 WHERE key = ? RETURNING sequence",
                row -> row.getLong(1),
                folder.key())
            .orElseThrow();
    sql.update(UPSERT, EntryRows.values(entry.withSequence(sequence), folder.key()));
  }

  /** Announcements after {@code sequence}, in order, at most {@code limit}. */
  static List<Entry> after(Sql sql, Folder folder, long sequence, int limit) throws SQLException {
    return sql.list(
        SELECT + "WHERE folder = ? AND sequence > ? ORDER BY sequence LIMIT ?",
        EntryRows::read,
        folder.key(),
        sequence,
        limit);
  }

  /** Announcements in the order of their names from after {@code name} on. */
  static List<Entry> afterName(Sql sql, Folder folder, String name, int limit) throws SQLException {
    return sql.list(
        SELECT + "WHERE folder = ? AND name > ? ORDER BY name LIMIT ?",
        EntryRows::read,
        folder.key(),
        name,
        limit);
  }

  /** The files of {@code folder} that we announced as held with exactly {@code content}. */
  static List<Entry> holding(Sql sql, Folder folder, ContentId content) throws SQLException {
    return sql.list(
        SELECT + "WHERE content = ? AND folder = ?",
        EntryRows::read,
        EntryRows.bytes(content),
        folder.key());
  }

  /** Contents that we announced as held, those that {@code wanted} takes. */
  static Set<ContentId> contents(Sql sql, Predicate<ContentId> wanted) throws SQLException {
    return sql.found(
        "SELECT DISTINCT content FROM mesh_own WHERE content IS NOT NULL",
        row -> EntryRows.contentId(row.getBytes(1)),
        wanted);
  }
}
