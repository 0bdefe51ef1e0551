package larder.appliance.mesh.index;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.index.RemoteIndexes.Announced;
import larder.appliance.mesh.index.RemoteIndexes.FileKey;
import larder.appliance.mesh.wire.VersionVector;
import larder.media.ContentId;
import larder.media.Manifest;

/**
 * The contents that are here in part, and the files of stock folders that they make up. Their index
 * entries stay invalid, so that nobody takes this device for one that has them; their blocks are
 * told by progress messages and can be asked for.
 */
final class PartialFiles {

  /** More than a box fetches and keeps half done; a bound on what every new peer is told. */
  private static final int MAX_CONTENTS = 1_000;

  private final MeshStore store;
  private final HeldContents held;
  private final Manifests manifests;
  private final Set<ContentId> contents = ConcurrentHashMap.newKeySet();

  PartialFiles(MeshStore store, HeldContents held) {
    this.store = store;
    this.held = held;
    this.manifests = new Manifests(store);
  }

  /**
   * A file whose newest version is here in part.
   *
   * @param blocks those that are here, possibly none
   */
  record Partial(
      FolderId folder, String name, VersionVector version, int blockBytes, BitSet blocks) {}

  /** Looks through everything that is announced; the changes since are for {@link #changed}. */
  void start() {
    contents.addAll(
        store.read(sql -> RemoteIndexes.notAnnounced(sql, one -> !held.present(one).isEmpty())));
  }

  /** Chunks of {@code content} came or went. @return whether others are to be told */
  boolean changed(ContentId content) {
    if (held.present(content).isEmpty()) {
      return contents.remove(content);
    }
    if (contents.size() < MAX_CONTENTS) {
      contents.add(content);
    }
    return contents.contains(content);
  }

  /** All of {@code content} is about to go. */
  void left(ContentId content) {
    contents.remove(content);
  }

  Set<ContentId> contents() {
    return Set.copyOf(contents);
  }

  /** The files that {@code content} makes up, with the blocks that others may ask for now. */
  List<Partial> of(ContentId content) {
    Optional<Manifest> manifest = manifests.find(content);
    return manifest.isEmpty()
        ? List.of()
        : store.read(sql -> partials(sql, content, manifest.get().chunkBytes()));
  }

  /** The newest version of a file of a stock folder that we announced as invalid. */
  static Optional<Entry> newestOfInvalid(Sql sql, Folder folder, String name) throws SQLException {
    if (folder.role() != FolderRole.STOCK) {
      return Optional.empty();
    }
    Optional<Entry> own = OwnIndex.find(sql, folder, name).filter(entry -> !entry.isValid());
    return own.isEmpty()
        ? Optional.empty()
        : GlobalChoice.of(RemoteIndexes.of(sql, folder, name))
            .map(Announced::entry)
            .filter(Entry::isLiveFile)
            .filter(newest -> newest.info().version().equals(own.get().info().version()));
  }

  private List<Partial> partials(Sql sql, ContentId content, int blockBytes) throws SQLException {
    List<Folder> folders = Folders.all(sql);
    List<Partial> partials = new ArrayList<>();
    for (FileKey file : RemoteIndexes.files(sql, content)) {
      Optional<Folder> folder =
          folders.stream().filter(one -> one.key() == file.folder()).findFirst();
      if (folder.isPresent() && folder.get().role() == FolderRole.STOCK) {
        partials.add(partial(sql, folder.get(), file.name(), content, blockBytes));
      }
    }
    return partials;
  }

  private Partial partial(Sql sql, Folder folder, String name, ContentId content, int blockBytes)
      throws SQLException {
    Optional<Entry> newest =
        newestOfInvalid(sql, folder, name)
            .filter(entry -> entry.content().equals(Optional.of(content)));
    boolean given = newest.isPresent() && contents.contains(content);
    return new Partial(
        folder.id(),
        name,
        newest.map(entry -> entry.info().version()).orElse(VersionVector.EMPTY),
        blockBytes,
        given ? held.present(content) : new BitSet());
  }
}
