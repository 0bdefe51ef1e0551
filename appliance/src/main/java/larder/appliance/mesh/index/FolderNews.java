package larder.appliance.mesh.index;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import larder.appliance.mesh.Activity;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.FileInfo;
import larder.appliance.mesh.wire.VersionVector;

/**
 * The stored news of the folders, written in the transactions that take the others' announcements.
 * A version that somebody announced before is no news; what a device had when it came is one piece
 * of news, and so is a batch of many files.
 */
public final class FolderNews implements Activity {

  /** For each folder; older news go when new ones come. */
  static final int MAX_NEWS = 500;

  /** Older news are not told; they stay until newer ones push them out, since clocks jump. */
  static final Duration MAX_AGE = Duration.ofDays(90);

  /** Files of one batch that are told one by one; more are one piece of news. */
  static final int ONE_BY_ONE = 10;

  /** A path longer than this is told by its end. */
  private static final int MAX_PATH_CHARS = 200;

  private final MeshStore store;
  private final ChangeFeed changes;
  private final IndexExchange.Self self;
  private final InstantSource clock;

  /**
   * @param self this device, and the name it gives itself
   * @param clock when things happened, as far as anybody knows
   */
  public FolderNews(
      MeshStore store, ChangeFeed changes, IndexExchange.Self self, InstantSource clock) {
    this.store = store;
    this.changes = changes;
    this.self = self;
    this.clock = clock;
  }

  @Override
  public List<News> of(FolderId folder, OptionalLong before, int limit) {
    long oldestMs = clock.instant().minus(MAX_AGE).toEpochMilli();
    return store.read(
        sql ->
            sql.list(
                "SELECT mesh_news.key, what, device, coalesce(mesh_device.name, ''),"
                    + " mesh_news.name, files, at FROM mesh_news"
                    + " LEFT JOIN mesh_device ON mesh_device.id = mesh_news.device"
                    + " WHERE folder = ? AND mesh_news.key < ? AND at >= ?"
                    + " ORDER BY mesh_news.key DESC LIMIT ?",
                this::news,
                folder.value(),
                before.orElse(Long.MAX_VALUE),
                oldestMs,
                limit));
  }

  @Override
  public AutoCloseable onNews(Consumer<FolderId> listener) {
    return changes.onNews(listener);
  }

  private News news(ResultSet row) throws SQLException {
    DeviceId device = DeviceId.of(row.getBytes(3));
    String known = device.equals(self.id()) ? self.name() : row.getString(4);
    return new News(
        row.getLong(1),
        What.valueOf(row.getString(2)),
        device,
        Names.harmless(known, device.shortText()),
        row.getString(5),
        row.getLong(6),
        Instant.ofEpochMilli(row.getLong(7)));
  }

  /**
   * A device's index of a folder starts: what it has by now is told as one piece of news the first
   * time, and not at all when it only tells it again.
   *
   * @param until the sequence up to which it had everything when it came; 0 if it does not say
   */
  static void begin(Sql sql, FolderId folder, DeviceId device, long until) throws SQLException {
    sql.update(
        "INSERT INTO mesh_first_index (folder, device, until, news) VALUES (?, ?, ?, 0)"
            + " ON CONFLICT (folder, device) DO UPDATE SET until = excluded.until,"
            + " news = CASE WHEN news > 0 THEN NULL ELSE news END",
        folder.value(),
        device.toBytes(),
        until);
  }

  /** A folder is left: nobody asks for its news any more. */
  static void drop(Sql sql, FolderId folder) throws SQLException {
    sql.update("DELETE FROM mesh_news WHERE folder = ?", folder.value());
    sql.update("DELETE FROM mesh_first_index WHERE folder = ?", folder.value());
  }

  /**
   * Notes what a batch of announcements says, before it is stored.
   *
   * @return whether there is news
   */
  boolean note(Sql sql, Folder folder, DeviceId from, List<FileInfo> files) throws SQLException {
    Optional<Long> until = until(sql, folder.id(), from);
    List<FileInfo> later = new ArrayList<>();
    long first = 0;
    for (FileInfo file : files) {
      if (until.isPresent() && file.sequence() <= until.get()) {
        first += counts(file) && !file.deleted() ? 1 : 0;
      } else if (counts(file)) {
        later.add(file);
      }
    }
    boolean joined = first > 0 && join(sql, folder.id(), from, first);
    boolean changed = noteLater(sql, folder, from, later);
    if (joined || changed) {
      trim(sql, folder.id());
    }
    return joined || changed;
  }

  /** What a device does not hold it only repeats after others. */
  private static boolean counts(FileInfo file) {
    return file.type() == FileInfo.Type.FILE && !file.invalid();
  }

  private static Optional<Long> until(Sql sql, FolderId folder, DeviceId device)
      throws SQLException {
    return sql.first(
        "SELECT until FROM mesh_first_index WHERE folder = ? AND device = ?",
        row -> row.getLong(1),
        folder.value(),
        device.toBytes());
  }

  /** Counts more files that the device had when it came. @return false if that was told before */
  private boolean join(Sql sql, FolderId folder, DeviceId device, long files) throws SQLException {
    Optional<Long> news =
        sql.first(
            "SELECT news FROM mesh_first_index"
                + " WHERE folder = ? AND device = ? AND news IS NOT NULL",
            row -> row.getLong(1),
            folder.value(),
            device.toBytes());
    if (news.isEmpty()) {
      return false;
    }
    if (news.get() > 0) {
      sql.update("UPDATE mesh_news SET files = files + ? WHERE key = ?", files, news.get());
      return true;
    }
    insert(sql, folder, new Line(What.JOINED, device, "", files));
    sql.update(
        "UPDATE mesh_first_index SET news = (SELECT max(key) FROM mesh_news WHERE folder = ?1)"
            + " WHERE folder = ?1 AND device = ?2",
        folder.value(),
        device.toBytes());
    return true;
  }

  private boolean noteLater(Sql sql, Folder folder, DeviceId from, List<FileInfo> files)
      throws SQLException {
    Map<What, List<FileInfo>> news = new EnumMap<>(What.class);
    for (FileInfo file : files) {
      Optional<What> what = what(sql, folder, file);
      if (what.isPresent()) {
        news.computeIfAbsent(what.get(), key -> new ArrayList<>()).add(file);
      }
    }
    for (Map.Entry<What, List<FileInfo>> kind : news.entrySet()) {
      List<FileInfo> all = kind.getValue();
      if (all.size() > ONE_BY_ONE) {
        insert(sql, folder.id(), line(sql, kind.getKey(), all.getFirst(), from, all.size()));
      } else {
        for (FileInfo file : all) {
          insert(sql, folder.id(), line(sql, kind.getKey(), file, from, 1));
        }
      }
    }
    return !news.isEmpty();
  }

  /** What happened to the file, if nobody announced this version or a newer one before. */
  private static Optional<What> what(Sql sql, Folder folder, FileInfo file) throws SQLException {
    boolean there = false;
    for (RemoteIndexes.Announced known : RemoteIndexes.of(sql, folder, file.name())) {
      FileInfo before = known.entry().info();
      if (!before.invalid()) {
        if (knows(before.version(), file.version())) {
          return Optional.empty();
        }
        there |= !before.deleted();
      }
    }
    if (file.deleted()) {
      return there ? Optional.of(What.REMOVED) : Optional.empty();
    }
    return Optional.of(there ? What.CHANGED : What.ADDED);
  }

  private static boolean knows(VersionVector one, VersionVector other) {
    return switch (one.compare(other)) {
      case EQUAL, GREATER -> true;
      case LESSER, CONCURRENT_GREATER, CONCURRENT_LESSER -> false;
    };
  }

  private Line line(Sql sql, What what, FileInfo file, DeviceId from, long files)
      throws SQLException {
    return new Line(what, author(sql, file.modifiedBy(), from), path(file.name()), files);
  }

  /** Who made the version: the one whose short id it carries, else the one who told us. */
  private DeviceId author(Sql sql, long modifiedBy, DeviceId from) throws SQLException {
    if (modifiedBy == self.id().shortId()) {
      return self.id();
    }
    return Devices.all(sql).stream()
        .map(Devices.Device::id)
        .filter(device -> device.shortId() == modifiedBy)
        .findFirst()
        .orElse(from);
  }

  private static String path(String name) {
    int from = Math.max(0, name.length() - MAX_PATH_CHARS);
    String end = from == 0 ? name : "…" + name.substring(from);
    return Names.printable(end);
  }

  private record Line(What what, DeviceId device, String name, long files) {}

  private void insert(Sql sql, FolderId folder, Line line) throws SQLException {
    sql.update(
        "INSERT INTO mesh_news (folder, device, what, name, files, at) VALUES (?, ?, ?, ?, ?, ?)",
        folder.value(),
        line.device().toBytes(),
        line.what().name(),
        line.name(),
        line.files(),
        clock.millis());
  }

  private static void trim(Sql sql, FolderId folder) throws SQLException {
    sql.update(
        "DELETE FROM mesh_news WHERE folder = ?1 AND key <= (SELECT key FROM mesh_news"
            + " WHERE folder = ?1 ORDER BY key DESC LIMIT 1 OFFSET ?2)",
        folder.value(),
        MAX_NEWS);
  }
}
