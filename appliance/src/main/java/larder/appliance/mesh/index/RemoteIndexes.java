package larder.appliance.mesh.index;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import larder.appliance.mesh.wire.DeviceId;
import larder.media.ContentId;

/** The stored announcements of other devices. */
final class RemoteIndexes {

  private static final String UPSERT =
      "INSERT OR REPLACE INTO mesh_entry (folder, remote, "
          + EntryRows.COLUMNS
          + ") VALUES (?, ?, "
          + EntryRows.PLACES
          + ")";

  /** The column after those of an entry. */
  private static final int DEVICE_COLUMN = 13;

  private RemoteIndexes() {}

  /** One device's announcement of one file. */
  record Announced(DeviceId device, Entry entry) {}

  /** A place where a device says that it holds some content. */
  record Place(DeviceId device, String folder, String name) {}

  static IndexPosition position(Sql sql, Folder folder, DeviceId device) throws SQLException {
    return sql.first(
            "SELECT index_id, max_sequence FROM mesh_remote WHERE folder = ? AND device = ?",
            row -> new IndexPosition(row.getLong(1), row.getLong(2)),
            folder.key(),
            device.toBytes())
        .orElse(IndexPosition.NONE);
  }

  /** Drops what is known and starts at nothing with {@code indexId}. */
  static void restart(Sql sql, Folder folder, DeviceId device, long indexId) throws SQLException {
    drop(sql, folder, device);
    sql.update(
        "INSERT INTO mesh_remote (folder, device, index_id, max_sequence) VALUES (?, ?, ?, 0)",
        folder.key(),
        device.toBytes(),
        indexId);
  }

  static void drop(Sql sql, Folder folder, DeviceId device) throws SQLException {
    for (long remote : key(sql, folder, device).stream().toList()) {
      sql.update("DELETE FROM mesh_entry WHERE remote = ?", remote);
      sql.update("DELETE FROM mesh_remote WHERE key = ?", remote);
    }
  }

  static void advance(Sql sql, Folder folder, DeviceId device, long sequence) throws SQLException {
    sql.update(
        "UPDATE mesh_remote SET max_sequence = max(max_sequence, ?)"
            + " WHERE folder = ? AND device = ?",
        sequence,
        folder.key(),
        device.toBytes());
  }

  /** The number that {@code device}'s entries in {@code folder} carry; empty before a restart. */
  static Optional<Long> key(Sql sql, Folder folder, DeviceId device) throws SQLException {
    return sql.first(
        "SELECT key FROM mesh_remote WHERE folder = ? AND device = ?",
        row -> row.getLong(1),
        folder.key(),
        device.toBytes());
  }

  static void put(Sql sql, Folder folder, long remote, Entry entry) throws SQLException {
    sql.update(UPSERT, EntryRows.values(entry, folder.key(), remote));
  }

  /** What {@code remote} last said that the file's bytes are. */
  static Optional<ContentId> content(Sql sql, Folder folder, long remote, String name)
      throws SQLException {
    return sql.first(
        "SELECT content FROM mesh_entry"
            + " WHERE folder = ? AND name = ? AND remote = ? AND content IS NOT NULL",
        row -> EntryRows.contentId(row.getBytes(1)),
        folder.key(),
        name,
        remote);
  }

  /** What every device says of one file. */
  static List<Announced> of(Sql sql, Folder folder, String name) throws SQLException {
    return sql.list(
        "SELECT "
            + EntryRows.COLUMNS
            + ", device FROM mesh_entry JOIN mesh_remote ON mesh_remote.key = mesh_entry.remote"
            + " WHERE mesh_entry.folder = ? AND name = ?",
        row -> new Announced(DeviceId.of(row.getBytes(DEVICE_COLUMN)), EntryRows.read(row)),
        folder.key(),
        name);
  }

  /** Names from after {@code name} on that some device, or this one, announced. */
  static List<String> names(Sql sql, Folder folder, String name, int limit) throws SQLException {
    return sql.list(
        "SELECT name FROM mesh_entry WHERE folder = ?1 AND name > ?2"
            + " UNION SELECT name FROM mesh_own WHERE folder = ?1 AND name > ?2 AND "
            + EntryRows.IS_LIVE
            + " ORDER BY name LIMIT ?3",
        row -> row.getString(1),
        folder.key(),
        name,
        limit);
  }

  /** Where a content is said to be, at most 32 places. */
  static List<Place> places(Sql sql, ContentId content) throws SQLException {
    return sql.list(
        "SELECT device, mesh_folder.id, name FROM mesh_entry"
            + " JOIN mesh_remote ON mesh_remote.key = mesh_entry.remote"
            + " JOIN mesh_folder ON mesh_folder.key = mesh_entry.folder"
            + " WHERE content = ? AND "
            + EntryRows.IS_LIVE
            + " LIMIT 32",
        row -> new Place(DeviceId.of(row.getBytes(1)), row.getString(2), row.getString(3)),
        (Object) EntryRows.bytes(content));
  }

  /**
   * Contents, those that {@code wanted} takes, of files that somebody announced and that we did not
   * announce as held.
   */
  static Set<ContentId> notAnnounced(Sql sql, Predicate<ContentId> wanted) throws SQLException {
    return sql.found(
        "SELECT content FROM mesh_entry WHERE content IS NOT NULL AND NOT EXISTS"
            + " (SELECT 1 FROM mesh_own WHERE mesh_own.folder = mesh_entry.folder"
            + " AND mesh_own.name = mesh_entry.name AND mesh_own.content = mesh_entry.content)",
        row -> EntryRows.contentId(row.getBytes(1)),
        wanted);
  }

  /** The files that {@code content} makes up, as folder and name. */
  static List<FileKey> files(Sql sql, ContentId content) throws SQLException {
    return sql.list(
        "SELECT DISTINCT folder, name FROM mesh_entry WHERE content = ?",
        row -> new FileKey(row.getLong(1), row.getString(2)),
        (Object) EntryRows.bytes(content));
  }

  /** A file by its folder's number. */
  record FileKey(long folder, String name) {}
}
