package larder.appliance.mesh.index;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.index.LocalFile.Stamp;
import larder.appliance.mesh.index.RemoteIndexes.Announced;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.FileInfo;
import larder.media.BlockHash;
import larder.media.ContentId;
import larder.media.Manifest;

/**
 * What a folder that is kept in sync lacks, and the announcement of what came. Local edits are
 * announced by {@link SharedIndex}.
 */
public final class SyncIndex {

  /** A file system's longest name is 255 bytes; this leaves room for what makes it unique. */
  private static final int MAX_NAME_CHARS = 60;

  /** Enough to tell folders apart whose names look the same without their odd characters. */
  private static final int DIGEST_CHARS = 8;

  /**
   * Names whose newest version may not be the one that is here. A deletion of what was never here
   * is nothing to do.
   */
  private static final String CANDIDATES =
      "SELECT DISTINCT e.name FROM mesh_entry e"
          + " LEFT JOIN mesh_own o ON o.folder = e.folder AND o.name = e.name"
          + " WHERE e.folder = ?1 AND e.flags & 2 = 0"
          + " AND CASE WHEN o.name IS NULL THEN e.flags & 1 = 0"
          + " ELSE o.version <> e.version OR o.flags & 2 <> 0 END";

  private final MeshStore store;
  private final DeviceId self;

  public SyncIndex(MeshStore store, DeviceId self) {
    this.store = store;
    this.self = self;
  }

  /**
   * A name whose newest version is not the one that is here.
   *
   * @param newest what there should be, without its blocks
   * @param content its bytes; empty for everything without
   * @param own what this device announced last; empty if it never had it
   * @param ownContent the bytes of that
   * @param stamp what the disk said of it then; empty if there was nothing
   */
  public record Need(
      FileInfo newest,
      Optional<ContentId> content,
      Optional<FileInfo> own,
      Optional<ContentId> ownContent,
      Optional<Stamp> stamp) {

    public String name() {
      return newest.name();
    }

    /** Whether the bytes that are here are the ones that should be. */
    public boolean hasBytes() {
      return newest.type() == FileInfo.Type.FILE
          && own.filter(o -> !o.deleted() && o.type() == FileInfo.Type.FILE).isPresent()
          && content.equals(ownContent);
    }
  }

  /**
   * A part of what is needed.
   *
   * @param last the name that it goes up to; empty when there is no more
   */
  public record Part(List<Need> needs, Optional<String> last) {}

  /**
   * What came of a need.
   *
   * @param stamp what the disk says now; empty if there is nothing
   */
  public record Done(Need need, Optional<Stamp> stamp) {}

  /** Where a folder's files lie, under the directory of all such folders. */
  static Path directory(FolderId folder) {
    String safe = folder.value().replaceAll("[^A-Za-z0-9_-]", "_");
    String id =
        HexFormat.of()
            .formatHex(
                BlockHash.compute(folder.value().getBytes(StandardCharsets.UTF_8)).toBytes());
    return Path.of(
        safe.equals(folder.value()) && safe.length() <= MAX_NAME_CHARS
            ? safe
            : safe.substring(0, Math.min(safe.length(), MAX_NAME_CHARS))
                + "."
                + id.substring(0, DIGEST_CHARS));
  }

  /** The folders that are kept in sync. */
  public List<FolderId> folders() {
    return store.read(
        sql ->
            Folders.all(sql).stream()
                .filter(folder -> folder.role() == FolderRole.SYNC)
                .map(Folder::id)
                .toList());
  }

  /** What there should be and is not, from after {@code name} on: parents before children. */
  public Part needs(FolderId folder, String name, int limit) {
    return part(folder, CANDIDATES + " AND e.name > ?2 ORDER BY e.name LIMIT ?3", name, limit);
  }

  /**
   * What should be gone and is not, from before {@code name} on, backwards: children before
   * parents.
   */
  public Part deletions(FolderId folder, String name, int limit) {
    String query = CANDIDATES + " AND e.flags & 1 AND e.name < ?2 ORDER BY e.name DESC LIMIT ?3";
    return part(folder, query, name, limit);
  }

  /** How many files are here, as far as announced. */
  public long liveFiles(FolderId folder) {
    return store
        .read(
            sql ->
                sql.first(
                    "SELECT count(*) FROM mesh_own JOIN mesh_folder ON mesh_folder.key = folder"
                        + " WHERE id = ? AND flags & 3 = 0 AND type = 0",
                    row -> row.getLong(1),
                    folder.value()))
        .orElse(0L);
  }

  public Optional<Manifest> manifest(ContentId content) {
    return store.read(sql -> Contents.find(sql, content));
  }

  /** Names of files here that have exactly these bytes. */
  public List<String> holding(FolderId id, ContentId content) {
    return store.read(
        sql -> {
          Optional<Folder> folder = Folders.find(sql, id);
          return folder.isEmpty()
              ? List.of()
              : OwnIndex.holding(sql, folder.get(), content).stream()
                  .map(entry -> entry.info().name())
                  .toList();
        });
  }

  /** Writes down what came or went; it is on the disk already. On return it is durable. */
  public void finish(FolderId id, List<Done> done) {
    store.write(
        sql -> {
          Optional<Folder> folder = Folders.find(sql, id);
          if (folder.isPresent()) {
            for (Done one : done) {
              finish(sql, folder.get(), one);
            }
          }
          return true;
        });
  }

  private static void finish(Sql sql, Folder folder, Done done) throws SQLException {
    Need need = done.need();
    Entry newest = new Entry(need.newest(), need.content());
    // Both versions are known here from now on: what was apart is together again.
    Entry announced =
        need.own().isPresent()
            ? newest.withVersion(need.newest().version().merge(need.own().get().version()))
            : newest;
    OwnIndex.announce(sql, folder, announced);
    if (done.stamp().isPresent()) {
      SharedIndex.stamped(sql, folder, need.name(), done.stamp().get());
    } else {
      SharedIndex.forgotten(sql, folder, need.name());
    }
  }

  private Part part(FolderId id, String query, String from, int limit) {
    return store.read(
        sql -> {
          Optional<Folder> folder = Folders.find(sql, id);
          if (folder.isEmpty()) {
            return new Part(List.of(), Optional.empty());
          }
          List<String> names =
              sql.list(query, row -> row.getString(1), folder.get().key(), from, limit);
          List<Need> needs = new ArrayList<>();
          for (String name : names) {
            need(sql, folder.get(), name).ifPresent(needs::add);
          }
          boolean more = names.size() == limit;
          return new Part(needs, more ? Optional.of(names.getLast()) : Optional.empty());
        });
  }

  private Optional<Need> need(Sql sql, Folder folder, String name) throws SQLException {
    Optional<Entry> own = OwnIndex.find(sql, folder, name);
    List<Announced> all = new ArrayList<>(RemoteIndexes.of(sql, folder, name));
    own.ifPresent(entry -> all.add(new Announced(self, entry)));
    Optional<Announced> newest = GlobalChoice.of(all);
    if (newest.isEmpty() || isHere(newest.get(), own)) {
      return Optional.empty();
    }
    Entry entry = newest.get().entry();
    Optional<Stamp> stamp = SharedIndex.stamp(sql, folder, name);
    return Optional.of(
        new Need(
            entry.info(),
            entry.content(),
            own.map(Entry::info),
            own.flatMap(Entry::content),
            stamp));
  }

  private boolean isHere(Announced newest, Optional<Entry> own) {
    return newest.device().equals(self)
        || own.filter(Entry::isValid)
            .filter(entry -> entry.info().version().equals(newest.entry().info().version()))
            .isPresent();
  }
}
