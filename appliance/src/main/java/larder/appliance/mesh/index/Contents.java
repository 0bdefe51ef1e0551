package larder.appliance.mesh.index;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import larder.media.ContentId;
import larder.media.Manifest;

/** The stored block hashes of every content that some entry refers to. */
final class Contents {

  private static final String UNUSED =
      " WHERE NOT EXISTS (SELECT 1 FROM mesh_entry WHERE mesh_entry.content = mesh_content.id)"
          + " AND NOT EXISTS (SELECT 1 FROM mesh_own WHERE mesh_own.content = mesh_content.id)";

  private Contents() {}

  /** Keeps {@code manifest}, if it is not kept already. */
  static void keep(Sql sql, Manifest manifest) throws SQLException {
    keep(sql, manifest, new int[0]);
  }

  /**
   * Keeps {@code manifest}, if it is not kept already.
   *
   * @param weakHashes of all its chunks, or none
   */
  static void keep(Sql sql, Manifest manifest, int[] weakHashes) throws SQLException {
    ByteBuffer weak = ByteBuffer.allocate(weakHashes.length * Integer.BYTES);
    weak.asIntBuffer().put(weakHashes);
    sql.update(
        "INSERT OR IGNORE INTO mesh_content (id, size, block_size, hashes, weak_hashes)"
            + " VALUES (?, ?, ?, ?, ?)",
        EntryRows.bytes(manifest.contentId()),
        manifest.sizeBytes(),
        manifest.chunkBytes(),
        manifest.packedHashes(),
        weak.array());
  }

  /** The weak hashes of all chunks; empty if nobody told them. */
  static int[] weakHashes(Sql sql, ContentId id) throws SQLException {
    byte[] packed =
        sql.first(
                "SELECT weak_hashes FROM mesh_content WHERE id = ?",
                row -> row.getBytes(1),
                EntryRows.bytes(id))
            .orElse(new byte[0]);
    int[] weakHashes = new int[packed.length / Integer.BYTES];
    ByteBuffer.wrap(packed).asIntBuffer().get(weakHashes);
    return weakHashes;
  }

  static Optional<Manifest> find(Sql sql, ContentId id) throws SQLException {
    return sql.first(
        "SELECT size, block_size, hashes FROM mesh_content WHERE id = ?",
        row -> new Manifest(row.getLong(1), row.getInt(2), row.getBytes(3)),
        EntryRows.bytes(id));
  }

  /** Drops what no entry refers to any more. */
  static void sweep(Sql sql) throws SQLException {
    sql.update("DELETE FROM mesh_content" + UNUSED);
  }

  /** What no entry refers to any more, by its number. */
  static List<Long> unused(Sql sql) throws SQLException {
    return sql.list("SELECT key FROM mesh_content" + UNUSED, row -> row.getLong(1));
  }

  /** Drops those of {@code keys} that still no entry refers to. @return how many */
  static int drop(Sql sql, List<Long> keys) throws SQLException {
    int dropped = 0;
    for (long key : keys) {
      dropped += sql.update("DELETE FROM mesh_content" + UNUSED + " AND key = ?", key);
    }
    return dropped;
  }
}
