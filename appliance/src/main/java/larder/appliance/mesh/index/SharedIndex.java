package larder.appliance.mesh.index;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.index.LocalFile.Kind;
import larder.appliance.mesh.index.LocalFile.Stamp;
import larder.appliance.mesh.wire.Blocks;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.FileInfo;
import larder.appliance.mesh.wire.VersionVector;
import larder.media.ContentId;
import larder.media.Manifest;

/**
 * The announcements of a device that has the files and edits them: here, and only here, this
 * device's own counter goes up. Also what the scanner needs to know again after a restart.
 */
public final class SharedIndex {

  /** What Syncthing says of directories. */
  private static final int DIRECTORY_BYTES = 128;

  private final MeshStore store;
  private final DeviceId self;
  private final InstantSource clock;

  public SharedIndex(MeshStore store, DeviceId self, InstantSource clock) {
    this.store = store;
    this.self = self;
    this.clock = clock;
  }

  /**
   * A shared directory.
   *
   * @param root its real path
   * @param identity which directory it was when it was last seen whole; empty if never
   */
  public record Root(FolderId folder, String label, Path root, String identity) {}

  /**
   * Offers the directory {@code root} to the others. Its folder gets an id for ever when it is
   * first shared.
   */
  public Root open(Path root) {
    return store.write(
        sql -> {
          Optional<Root> known = roots(sql).stream().filter(r -> r.root().equals(root)).findFirst();
          Root found = known.isPresent() ? known.get() : create(sql, root);
          sql.update("UPDATE mesh_shared_root SET offered = 1 WHERE path = ?", root.toString());
          return found;
        });
  }

  /**
   * Offers nothing until {@link #open} names it. What was shared in an earlier run stays known, but
   * the others are neither told of it nor served from it.
   */
  public void offerNothing() {
    store.write(sql -> sql.update("UPDATE mesh_shared_root SET offered = 0"));
  }

  public List<Root> roots() {
    return store.read(SharedIndex::roots);
  }

  /** The directory was seen whole. */
  public void seen(FolderId folder, String identity) {
    store.write(
        sql ->
            sql.update(
                "UPDATE mesh_shared_root SET identity = ?"
                    + " WHERE folder = (SELECT key FROM mesh_folder WHERE id = ?)",
                identity,
                folder.value()));
  }

  /** What is known of each of {@code names} from when it was last read, in the same order. */
  public List<Optional<Stamp>> known(FolderId folder, List<String> names) {
    return store.read(
        sql -> {
          Folder found = Folders.find(sql, folder).orElseThrow();
          List<Optional<Stamp>> stamps = new ArrayList<>();
          for (String name : names) {
            stamps.add(stamp(sql, found, name));
          }
          return stamps;
        });
  }

  /** Names of live files and directories from after {@code afterName} on. */
  public List<String> names(FolderId folder, String afterName, int limit) {
    return store.read(
        sql ->
            sql.list(
                "SELECT name FROM mesh_scanned JOIN mesh_folder ON mesh_folder.key = folder"
                    + " WHERE id = ? AND name > ? ORDER BY name LIMIT ?",
                row -> row.getString(1),
                folder.value(),
                afterName,
                limit));
  }

  /** How many live files and directories are known. */
  public long count(FolderId folder) {
    return store
        .read(
            sql ->
                sql.first(
                    "SELECT count(*) FROM mesh_scanned JOIN mesh_folder ON mesh_folder.key = folder"
                        + " WHERE id = ?",
                    row -> row.getLong(1),
                    folder.value()))
        .orElse(0L);
  }

  /**
   * Writes down what changed on the disk, and what its user deleted.
   *
   * @return whether there is something to tell the others, see {@link IndexExchange#announced}
   */
  public boolean announce(FolderId id, List<LocalFile> present, List<String> gone) {
    return store.write(
        sql -> {
          Folder folder = Folders.find(sql, id).orElseThrow();
          boolean changed = false;
          for (LocalFile file : present) {
            changed |= announce(sql, folder, file);
          }
          for (String name : gone) {
            changed |= announceDeleted(sql, folder, name);
          }
          return changed;
        });
  }

  private Root create(Sql sql, Path root) throws SQLException {
    Path directory = root.getFileName();
    String label = Names.harmless(directory == null ? "" : directory.toString(), "shared");
    Folder folder =
        Folders.create(sql, store.newFolderId(), label, FolderRole.SHARE, store.newIndexId());
    sql.update(
        "INSERT INTO mesh_shared_root (folder, path, identity) VALUES (?, ?, '')",
        folder.key(),
        root.toString());
    return new Root(folder.id(), label, root, "");
  }

  private static List<Root> roots(Sql sql) throws SQLException {
    return sql.list(
        "SELECT id, label, path, identity FROM mesh_shared_root"
            + " JOIN mesh_folder ON mesh_folder.key = folder ORDER BY path",
        row ->
            new Root(
                new FolderId(row.getString(1)),
                row.getString(2),
                Path.of(row.getString(3)),
                row.getString(4)));
  }

  private static Optional<Stamp> stamp(Sql sql, Folder folder, String name) throws SQLException {
    return sql.first(
        "SELECT size, modified, identity FROM mesh_scanned WHERE folder = ? AND name = ?",
        row -> new Stamp(row.getLong(1), Instant.parse(row.getString(2)), row.getString(3)),
        folder.key(),
        name);
  }

  private boolean announce(Sql sql, Folder folder, LocalFile file) throws SQLException {
    sql.update(
        "INSERT OR REPLACE INTO mesh_scanned (folder, name, size, modified, identity)"
            + " VALUES (?, ?, ?, ?, ?)",
        folder.key(),
        file.name(),
        file.stamp().sizeBytes(),
        file.stamp().modified().toString(),
        file.stamp().identity());
    if (file.manifest().isPresent()) {
      Contents.keep(sql, file.manifest().get());
    }
    Optional<Entry> known = OwnIndex.find(sql, folder, file.name());
    Entry now = entry(file, known.map(e -> e.info().version()).orElse(VersionVector.EMPTY));
    if (known.isPresent() && isTheSame(known.get(), now)) {
      return false;
    }
    OwnIndex.announce(sql, folder, now);
    return true;
  }

  private boolean announceDeleted(Sql sql, Folder folder, String name) throws SQLException {
    sql.update("DELETE FROM mesh_scanned WHERE folder = ? AND name = ?", folder.key(), name);
    Optional<Entry> known = OwnIndex.find(sql, folder, name).filter(e -> !e.info().deleted());
    if (known.isPresent()) {
      Entry gone = known.get().asDeleted(bumped(known.get().info().version()), self.shortId());
      OwnIndex.announce(sql, folder, gone);
    }
    return known.isPresent();
  }

  private static boolean isTheSame(Entry known, Entry now) {
    FileInfo a = known.info();
    FileInfo b = now.info();
    return !a.deleted()
        && a.type() == b.type()
        && a.sizeBytes() == b.sizeBytes()
        && a.permissions() == b.permissions()
        && (a.type() == FileInfo.Type.DIRECTORY
            || (a.modifiedSeconds() == b.modifiedSeconds()
                && a.modifiedNanos() == b.modifiedNanos()))
        && known.content().equals(now.content());
  }

  private Entry entry(LocalFile file, VersionVector before) {
    boolean directory = file.kind() == Kind.DIRECTORY;
    Instant modified = file.stamp().modified();
    Optional<ContentId> content = file.manifest().map(Manifest::contentId);
    FileInfo info =
        new FileInfo(
            file.name(),
            directory ? FileInfo.Type.DIRECTORY : FileInfo.Type.FILE,
            directory ? DIRECTORY_BYTES : file.stamp().sizeBytes(),
            file.permissions().orElse(0),
            modified.getEpochSecond(),
            modified.getNano(),
            false,
            false,
            file.permissions().isEmpty(),
            bumped(before),
            0,
            self.shortId(),
            0,
            Blocks.NONE,
            "");
    return new Entry(info, content);
  }

  private VersionVector bumped(VersionVector before) {
    return before.update(self.shortId(), clock.instant().getEpochSecond());
  }
}
