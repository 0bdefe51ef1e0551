package larder.appliance.mesh.index;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import larder.appliance.mesh.DeviceView;
import larder.appliance.mesh.wire.DeviceId;

/** The stored devices: those let in, and the few that knocked and wait. */
final class Devices {

  /** A flood of strangers must not grow the list: the one that waits longest is dropped. */
  static final int MAX_KNOCKS = 10;

  /** More than a household turns away; the oldest of them would be asked about again. */
  static final int MAX_REFUSED = 200;

  private static final String SELECT =
      "SELECT id, name, kind, addresses, last_seen FROM mesh_device ";

  private Devices() {}

  /** A device that was let in. */
  record Device(
      DeviceId id,
      String name,
      DeviceView.Kind kind,
      List<String> addresses,
      Optional<Instant> lastSeen) {}

  /** A device that waits for the owner. */
  record Knock(DeviceId id, String name, Instant at) {}

  static List<Device> all(Sql sql) throws SQLException {
    return sql.list(SELECT + "ORDER BY name, id", Devices::device);
  }

  static Set<DeviceId> boxes(Sql sql) throws SQLException {
    return Set.copyOf(
        sql.list(
            "SELECT id FROM mesh_device WHERE kind = 'BOX'", row -> DeviceId.of(row.getBytes(1))));
  }

  static Optional<Device> find(Sql sql, DeviceId id) throws SQLException {
    return sql.first(SELECT + "WHERE id = ?", Devices::device, (Object) id.toBytes());
  }

  static void put(Sql sql, DeviceId id, String name, List<String> addresses) throws SQLException {
    sql.update(
        "INSERT INTO mesh_device (id, name, kind, addresses) VALUES (?, ?, 'PC', ?)"
            + " ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
            + " addresses = excluded.addresses",
        id.toBytes(),
        name,
        String.join("\n", addresses));
    sql.update("DELETE FROM mesh_knock WHERE id = ?", (Object) id.toBytes());
    sql.update("DELETE FROM mesh_refused WHERE id = ?", (Object) id.toBytes());
  }

  /** The device connected. @return false if unknown */
  static boolean connected(Sql sql, DeviceId id, DeviceView.Kind kind, Instant at)
      throws SQLException {
    sql.update("UPDATE mesh_device SET kind = ? WHERE id = ?", kind.name(), id.toBytes());
    return seen(sql, id, at);
  }

  /** The device was here just now. @return false if unknown */
  static boolean seen(Sql sql, DeviceId id, Instant at) throws SQLException {
    return sql.update(
            "UPDATE mesh_device SET last_seen = ? WHERE id = ?", at.toEpochMilli(), id.toBytes())
        > 0;
  }

  /** Forgets the device, what it offered and all that it announced. @return false if unknown */
  static boolean remove(Sql sql, DeviceId id) throws SQLException {
    Object key = id.toBytes();
    for (Folder folder : Folders.all(sql)) {
      RemoteIndexes.drop(sql, folder, id);
    }
    for (String table : List.of("mesh_member", "mesh_offer", "mesh_expected", "mesh_first_index")) {
      sql.update("DELETE FROM " + table + " WHERE device = ?", key);
    }
    int known = sql.update("DELETE FROM mesh_device WHERE id = ?", key);
    int waiting = sql.update("DELETE FROM mesh_knock WHERE id = ?", key);
    int refused = sql.update("DELETE FROM mesh_refused WHERE id = ?", key);
    Contents.sweep(sql);
    return known + waiting + refused > 0;
  }

  /** Who waits, the newest first: by when they came, since the clock may have jumped. */
  static List<Knock> knocks(Sql sql) throws SQLException {
    return sql.list("SELECT id, name, at FROM mesh_knock ORDER BY rowid DESC", Devices::knock);
  }

  /** Whom the owner turned away, the newest first. */
  static List<Knock> refused(Sql sql) throws SQLException {
    return sql.list("SELECT id, name, at FROM mesh_refused ORDER BY rowid DESC", Devices::knock);
  }

  static boolean isRefused(Sql sql, DeviceId id) throws SQLException {
    return sql.first("SELECT 1 FROM mesh_refused WHERE id = ?", row -> true, (Object) id.toBytes())
        .isPresent();
  }

  /**
   * Puts a stranger on the list, or to its front; whoever waits longest goes if it is too long.
   *
   * @return false if it was let in or turned away meanwhile
   */
  static boolean knock(Sql sql, Knock knock) throws SQLException {
    if (find(sql, knock.id()).isPresent() || isRefused(sql, knock.id())) {
      return false;
    }
    put(sql, "mesh_knock", knock, MAX_KNOCKS);
    return true;
  }

  /**
   * Turns away one that knocked: nobody is asked about it again.
   *
   * @return false if it does not wait
   */
  static boolean refuse(Sql sql, DeviceId id) throws SQLException {
    Optional<Knock> waiting =
        knocks(sql).stream().filter(knock -> knock.id().equals(id)).findFirst();
    if (waiting.isEmpty()) {
      return false;
    }
    sql.update("DELETE FROM mesh_knock WHERE id = ?", (Object) id.toBytes());
    put(sql, "mesh_refused", waiting.get(), MAX_REFUSED);
    return true;
  }

  private static void put(Sql sql, String table, Knock knock, int most) throws SQLException {
    sql.update("DELETE FROM " + table + " WHERE id = ?", (Object) knock.id().toBytes());
    sql.update(
        "INSERT INTO " + table + " (id, name, at) VALUES (?, ?, ?)",
        knock.id().toBytes(),
        knock.name(),
        knock.at().toEpochMilli());
    sql.update(
        "DELETE FROM "
            + table
            + " WHERE rowid NOT IN (SELECT rowid FROM "
            + table
            + " ORDER BY rowid DESC LIMIT ?)",
        most);
  }

  private static Knock knock(ResultSet row) throws SQLException {
    return new Knock(
        DeviceId.of(row.getBytes(1)), row.getString(2), Instant.ofEpochMilli(row.getLong(3)));
  }

  private static Device device(ResultSet row) throws SQLException {
    String addresses = row.getString(4);
    long lastSeen = row.getLong(5);
    return new Device(
        DeviceId.of(row.getBytes(1)),
        row.getString(2),
        DeviceView.Kind.valueOf(row.getString(3)),
        addresses.isEmpty() ? List.of() : List.of(addresses.split("\n")),
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(lastSeen)));
  }
}
