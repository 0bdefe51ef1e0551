package larder.appliance.mesh.index;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.wire.DeviceId;

/** The stored folders, who shares them, and what is on offer. */
final class Folders {

  private static final String SELECT =
      "SELECT key, id, label, CASE WHEN EXISTS (SELECT 1 FROM mesh_shared_root"
          + " WHERE folder = key AND offered = 2) THEN 'SYNC' ELSE role END, index_id, sequence"
          + " FROM mesh_folder ";

  private Folders() {}

  static Optional<Folder> find(Sql sql, FolderId id) throws SQLException {
    return find(sql, id.value());
  }

  /** The folder with an id that may be anything, as it came from a peer. */
  static Optional<Folder> find(Sql sql, String id) throws SQLException {
    return sql.first(SELECT + "WHERE id = ?", Folders::folder, id);
  }

  static List<Folder> all(Sql sql) throws SQLException {
    return sql.list(SELECT + "ORDER BY id", Folders::folder);
  }

  /** A share's folder whose directory its user named this time. */
  private static final String OFFERED =
      "role = 'SHARE'"
          + " AND EXISTS (SELECT 1 FROM mesh_shared_root WHERE folder = key AND offered = 1)";

  /** The folders shared with {@code device}: what a share offers with everyone its user let in. */
  static List<Folder> sharedWith(Sql sql, DeviceId device) throws SQLException {
    return sql.list(
        SELECT
            + "WHERE "
            + OFFERED
            + " OR EXISTS (SELECT 1 FROM mesh_member WHERE folder = key AND device = ?)"
            + " ORDER BY id",
        Folders::folder,
        (Object) device.toBytes());
  }

  static boolean isSharedWith(Sql sql, Folder folder, DeviceId device) throws SQLException {
    return sql.first(
            SELECT
                + "WHERE key = ? AND ("
                + OFFERED
                + " OR EXISTS (SELECT 1 FROM mesh_member WHERE folder = key AND device = ?))",
            row -> true,
            folder.key(),
            device.toBytes())
        .isPresent();
  }

  static List<DeviceId> members(Sql sql, Folder folder) throws SQLException {
    return switch (folder.role()) {
      case SHARE -> sql.list("SELECT id FROM mesh_device", row -> DeviceId.of(row.getBytes(1)));
      case STOCK, SYNC ->
          sql.list(
              "SELECT device FROM mesh_member WHERE folder = ?",
              row -> DeviceId.of(row.getBytes(1)),
              folder.key());
    };
  }

  static Folder create(Sql sql, FolderId id, String label, FolderRole role, long indexId)
      throws SQLException {
    sql.update(
        "INSERT INTO mesh_folder (id, label, role, index_id, sequence) VALUES (?, ?, ?, ?, 0)",
        id.value(),
        label,
        role.name(),
        indexId);
    return find(sql, id).orElseThrow();
  }

  /**
   * Makes a folder that is kept in sync: in the store a shared directory of its own kind, whose
   * members are chosen one by one.
   *
   * @param directory relative to where the device keeps such folders
   */
  static Folder createSynced(Sql sql, FolderId id, String label, Path directory, long indexId)
      throws SQLException {
    Folder created = create(sql, id, label, FolderRole.SHARE, indexId);
    sql.update(
        "INSERT INTO mesh_shared_root (folder, path, identity, offered) VALUES (?, ?, '', 2)",
        created.key(),
        directory.toString());
    return find(sql, id).orElseThrow();
  }

  static void addMember(Sql sql, Folder folder, DeviceId device) throws SQLException {
    sql.update(
        "INSERT OR IGNORE INTO mesh_member (folder, device) VALUES (?, ?)",
        folder.key(),
        device.toBytes());
  }

  /** Forgets the folder and all that is known in it. The files of others stay. */
  static void remove(Sql sql, Folder folder) throws SQLException {
    for (String table :
        List.of(
            "mesh_entry",
            "mesh_own",
            "mesh_remote",
            "mesh_member",
            "mesh_shared_root",
            "mesh_scanned")) {
      sql.update("DELETE FROM " + table + " WHERE folder = ?", folder.key());
    }
    sql.update("DELETE FROM mesh_folder WHERE key = ?", folder.key());
    Contents.sweep(sql);
  }

  private static Folder folder(ResultSet row) throws SQLException {
    return new Folder(
        row.getLong(1),
        new FolderId(row.getString(2)),
        row.getString(3),
        FolderRole.valueOf(row.getString(4)),
        new IndexPosition(row.getLong(5), row.getLong(6)));
  }
}
