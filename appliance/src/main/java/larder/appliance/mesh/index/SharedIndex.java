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
import larder.appliance.mesh.wire.VersionVector.Ordering;
import larder.media.ContentId;
import larder.media.Manifest;

/**
 * The announcements of a device that has the files and edits them: here, and only here, this
 * device's own counter goes up. Also what the scanner needs to know again after a restart.
 */
public final class SharedIndex {

  /** What Syncthing says of directories. */
  private static final int DIRECTORY_BYTES = 128;

  /** What a disk keeps of a mode here: neither set-user-id nor sticky bits. */
  private static final int PERMISSION_BITS = 0777;

  private final MeshStore store;
  private final DeviceId self;
  private final InstantSource clock;
  private final Path synced;

  public SharedIndex(MeshStore store, DeviceId self, InstantSource clock) {
    this(store, self, clock, Path.of(""));
  }

  /**
   * @param synced where folders that are kept in sync have their directories
   */
  public SharedIndex(MeshStore store, DeviceId self, InstantSource clock, Path synced) {
    this.store = store;
    this.self = self;
    this.clock = clock;
    this.synced = synced;
  }

  /**
   * A shared directory.
   *
   * @param root its real path
   * @param identity which directory it was when it was last seen whole; empty if never
   * @param role whether this device only shows it to others, or keeps it in sync with them
   */
  public record Root(FolderId folder, String label, Path root, String identity, FolderRole role) {}

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
    store.write(sql -> sql.update("UPDATE mesh_shared_root SET offered = 0 WHERE offered = 1"));
  }

  public List<Root> roots() {
    return store.read(this::roots);
  }

  /** The directory of {@code folder}, if it has one on this machine. */
  public Optional<Root> root(FolderId folder) {
    return roots().stream().filter(root -> root.folder().equals(folder)).findFirst();
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
    return new Root(folder.id(), label, root, "", FolderRole.SHARE);
  }

  private List<Root> roots(Sql sql) throws SQLException {
    return sql.list(
        "SELECT id, label, path, identity, offered = 2 FROM mesh_shared_root"
            + " JOIN mesh_folder ON mesh_folder.key = folder ORDER BY path",
        row ->
            new Root(
                new FolderId(row.getString(1)),
                row.getString(2),
                synced.resolve(row.getString(3)), // a share's path is absolute and stays itself
                row.getString(4),
                row.getBoolean(5) ? FolderRole.SYNC : FolderRole.SHARE));
  }

  static Optional<Stamp> stamp(Sql sql, Folder folder, String name) throws SQLException {
    return sql.first(
        "SELECT size, modified, identity FROM mesh_scanned WHERE folder = ? AND name = ?",
        row -> new Stamp(row.getLong(1), Instant.parse(row.getString(2)), row.getString(3)),
        folder.key(),
        name);
  }

  private boolean announce(Sql sql, Folder folder, LocalFile file) throws SQLException {
    stamped(sql, folder, file.name(), file.stamp());
    if (file.manifest().isPresent()) {
      Contents.keep(sql, file.manifest().get());
    }
    Optional<Entry> known = OwnIndex.find(sql, folder, file.name());
    Entry now = entry(file, known.map(e -> e.info().version()).orElse(VersionVector.EMPTY));
    if (known.isPresent() && isTheSame(known.get(), now)) {
      return false;
    }
    OwnIndex.announce(sql, folder, arrived(sql, folder, known, now).orElse(now));
    return true;
  }

  /** Remembers what {@code name} looked like on the disk when it was last known through. */
  static void stamped(Sql sql, Folder folder, String name, Stamp stamp) throws SQLException {
    sql.update(
        "INSERT OR REPLACE INTO mesh_scanned (folder, name, size, modified, identity)"
            + " VALUES (?, ?, ?, ?, ?)",
        folder.key(),
        name,
        stamp.sizeBytes(),
        stamp.modified().toString(),
        stamp.identity());
  }

  static void forgotten(Sql sql, Folder folder, String name) throws SQLException {
    sql.update("DELETE FROM mesh_scanned WHERE folder = ? AND name = ?", folder.key(), name);
  }

  /**
   * Somebody else's newer version, if that is what the disk has: it came, and the power went before
   * it was written down. It is no edit of ours.
   */
  private static Optional<Entry> arrived(
      Sql sql, Folder folder, Optional<Entry> known, Entry onDisk) throws SQLException {
    VersionVector before = known.map(e -> e.info().version()).orElse(VersionVector.EMPTY);
    return GlobalChoice.of(RemoteIndexes.of(sql, folder, onDisk.info().name()))
        .map(RemoteIndexes.Announced::entry)
        .filter(newest -> newest.info().version().compare(before) == Ordering.GREATER)
        .filter(
            newest ->
                onDisk.info().deleted() ? newest.info().deleted() : isTheSame(newest, onDisk));
  }

  private boolean announceDeleted(Sql sql, Folder folder, String name) throws SQLException {
    forgotten(sql, folder, name);
    Optional<Entry> known = OwnIndex.find(sql, folder, name).filter(e -> !e.info().deleted());
    if (known.isPresent()) {
      Entry gone = known.get().asDeleted(bumped(known.get().info().version()), self.shortId());
      OwnIndex.announce(sql, folder, arrived(sql, folder, known, gone).orElse(gone));
    }
    return known.isPresent();
  }

  private static boolean isTheSame(Entry known, Entry now) {
    FileInfo a = known.info();
    FileInfo b = now.info();
    return !a.deleted()
        && a.type() == b.type()
        && a.sizeBytes() == b.sizeBytes()
        && (a.noPermissions() || (a.permissions() & PERMISSION_BITS) == b.permissions())
        && a.symlinkTarget().equals(b.symlinkTarget())
        && (a.type() != FileInfo.Type.FILE
            || (a.modifiedSeconds() == b.modifiedSeconds()
                && a.modifiedNanos() == b.modifiedNanos()))
        && known.content().equals(now.content());
  }

  private Entry entry(LocalFile file, VersionVector before) {
    Instant modified = file.stamp().modified();
    Optional<ContentId> content = file.manifest().map(Manifest::contentId);
    FileInfo info =
        new FileInfo(
            file.name(),
            type(file.kind()),
            file.kind() == Kind.DIRECTORY ? DIRECTORY_BYTES : file.stamp().sizeBytes(),
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
            file.stamp().linkTarget());
    return new Entry(info, content);
  }

  private static FileInfo.Type type(Kind kind) {
    return switch (kind) {
      case FILE -> FileInfo.Type.FILE;
      case DIRECTORY -> FileInfo.Type.DIRECTORY;
      case SYMLINK -> FileInfo.Type.SYMLINK;
    };
  }

  private VersionVector bumped(VersionVector before) {
    return before.update(self.shortId(), clock.instant().getEpochSecond());
  }
}
