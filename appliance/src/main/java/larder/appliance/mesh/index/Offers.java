package larder.appliance.mesh.index;

import java.sql.SQLException;
import java.util.List;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.wire.DeviceId;

/** The stored offers: which folders each known device shares with us, and which we wait for. */
final class Offers {

  private Offers() {}

  /**
   * A folder that a device shares with us.
   *
   * @param refusal why it cannot be taken; empty if it can
   */
  record Offer(DeviceId device, FolderId folder, String label, String refusal) {}

  /** Replaces what {@code device} offers. */
  static void replace(Sql sql, DeviceId device, List<Offer> offers) throws SQLException {
    sql.update("DELETE FROM mesh_offer WHERE device = ?", (Object) device.toBytes());
    for (Offer offer : offers) {
      sql.update(
          "INSERT OR REPLACE INTO mesh_offer (device, folder, label, refusal) VALUES (?, ?, ?, ?)",
          device.toBytes(),
          offer.folder().value(),
          offer.label(),
          offer.refusal());
    }
  }

  static List<Offer> all(Sql sql) throws SQLException {
    return sql.list(
        "SELECT device, folder, label, refusal FROM mesh_offer ORDER BY folder, device",
        row ->
            new Offer(
                DeviceId.of(row.getBytes(1)),
                new FolderId(row.getString(2)),
                row.getString(3),
                row.getString(4)));
  }

  static List<Offer> of(Sql sql, FolderId folder) throws SQLException {
    return all(sql).stream().filter(offer -> offer.folder().equals(folder)).toList();
  }

  /** Who shares {@code folder} with us, by the last that was heard of each. */
  static List<DeviceId> devices(Sql sql, FolderId folder) throws SQLException {
    return sql.list(
        "SELECT device FROM mesh_offer WHERE folder = ?",
        row -> DeviceId.of(row.getBytes(1)),
        folder.value());
  }

  /** Takes {@code folder} as soon as {@code device} offers it. */
  static void expect(Sql sql, DeviceId device, FolderId folder) throws SQLException {
    sql.update(
        "INSERT OR IGNORE INTO mesh_expected (device, folder) VALUES (?, ?)",
        device.toBytes(),
        folder.value());
  }

  /** Whether {@code folder} was awaited from {@code device}; asks once. */
  static boolean takeExpected(Sql sql, DeviceId device, FolderId folder) throws SQLException {
    return sql.update(
            "DELETE FROM mesh_expected WHERE device = ? AND folder = ?",
            device.toBytes(),
            folder.value())
        > 0;
  }
}
