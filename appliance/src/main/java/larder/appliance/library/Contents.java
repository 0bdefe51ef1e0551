package larder.appliance.library;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import larder.appliance.store.Sql;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.TitleId;

/** The manifests of titles that were asked for. Called inside the database's transactions. */
final class Contents {

  private Contents() {}

  static Optional<Manifest> find(Connection connection, ContentId id) throws SQLException {
    return Sql.first(
        connection,
        "SELECT size_bytes, chunk_bytes, hashes FROM content WHERE id = ?",
        row ->
            new Manifest(
                row.getLong("size_bytes"), row.getInt("chunk_bytes"), row.getBytes("hashes")),
        id.hex());
  }

  static boolean isStored(Connection connection, ContentId id) throws SQLException {
    return Sql.number(connection, "SELECT count(*) FROM content WHERE id = ?", id.hex()) > 0;
  }

  /** Notes that {@code title} has these bytes now. */
  static void store(Connection connection, TitleId title, Manifest manifest) throws SQLException {
    Sql.update(
        connection,
        "INSERT OR IGNORE INTO content (id, size_bytes, chunk_bytes, hashes) VALUES (?, ?, ?, ?)",
        manifest.contentId().hex(),
        manifest.sizeBytes(),
        manifest.chunkBytes(),
        manifest.packedHashes());
    Sql.update(
        connection,
        "UPDATE title SET content = ? WHERE id = ?",
        manifest.contentId().hex(),
        title.value());
  }
}
