package larder.appliance.mesh.index;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import larder.appliance.mesh.Catalog;
import larder.appliance.mesh.CatalogFile;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.index.RemoteIndexes.Announced;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.FileInfo;
import larder.media.Manifest;

/**
 * The catalog over the stored indexes of stock folders: of every file the newest version that
 * somebody vouches for. If no device is left that does, what this box holds itself counts.
 */
public final class IndexCatalog implements Catalog {

  private final MeshStore store;
  private final ChangeFeed changes;

  public IndexCatalog(MeshStore store, ChangeFeed changes) {
    this.store = store;
    this.changes = changes;
  }

  @Override
  public List<CatalogFile> files(FolderId folder, String afterName, int limit) {
    return store.read(
        sql -> {
          Optional<Folder> found = stockFolder(sql, folder);
          return found.isEmpty() ? List.of() : files(sql, found.get(), afterName, limit);
        });
  }

  @Override
  public Optional<CatalogFile> file(FolderId folder, String name) {
    return store.read(sql -> newest(sql, folder, name)).map(entry -> catalogFile(folder, entry));
  }

  @Override
  public Optional<Manifest> manifest(FolderId folder, String name) {
    return store.read(
        sql -> {
          Optional<Entry> newest = newest(sql, folder, name);
          return newest.isPresent() && newest.get().content().isPresent()
              ? Contents.find(sql, newest.get().content().get())
              : Optional.empty();
        });
  }

  @Override
  public List<DeviceId> holders(FolderId folder, String name) {
    return store.read(
        sql -> {
          Optional<Folder> found = stockFolder(sql, folder);
          if (found.isEmpty()) {
            return List.of();
          }
          List<DeviceId> offering = Offers.devices(sql, folder);
          return holders(RemoteIndexes.of(sql, found.get(), name)).stream()
              .filter(offering::contains) // who stopped sharing the folder gives nothing of it
              .toList();
        });
  }

  @Override
  public AutoCloseable onChange(Consumer<Change> listener) {
    return changes.onFiles(listener);
  }

  private static List<DeviceId> holders(List<Announced> announced) {
    Optional<Announced> newest = GlobalChoice.of(announced);
    return announced.stream()
        .filter(a -> a.entry().isLiveFile())
        .filter(a -> a.entry().saysTheSameAs(newest.orElseThrow().entry()))
        .map(Announced::device)
        .toList();
  }

  private static List<CatalogFile> files(Sql sql, Folder folder, String afterName, int limit)
      throws SQLException {
    List<CatalogFile> files = new ArrayList<>();
    String after = afterName;
    while (files.size() < limit) {
      List<String> names = RemoteIndexes.names(sql, folder, after, limit);
      if (names.isEmpty()) {
        break;
      }
      for (String name : names.subList(0, Math.min(names.size(), limit))) {
        newest(sql, folder, name).ifPresent(entry -> files.add(catalogFile(folder.id(), entry)));
      }
      after = names.getLast();
    }
    return files.size() > limit ? List.copyOf(files.subList(0, limit)) : files;
  }

  private static Optional<Entry> newest(Sql sql, FolderId id, String name) throws SQLException {
    Optional<Folder> folder = stockFolder(sql, id);
    return folder.isEmpty() ? Optional.empty() : newest(sql, folder.get(), name);
  }

  private static Optional<Entry> newest(Sql sql, Folder folder, String name) throws SQLException {
    Optional<Announced> newest = GlobalChoice.of(RemoteIndexes.of(sql, folder, name));
    Optional<Entry> entry =
        newest.isPresent() ? newest.map(Announced::entry) : OwnIndex.find(sql, folder, name);
    return entry
        .map(found -> found.isHeldDelete() ? found.beforeDelete() : found)
        .filter(Entry::isLiveFile);
  }

  private static Optional<Folder> stockFolder(Sql sql, FolderId id) throws SQLException {
    return Folders.find(sql, id).filter(folder -> folder.role() == FolderRole.STOCK);
  }

  private static CatalogFile catalogFile(FolderId folder, Entry entry) {
    FileInfo info = entry.info();
    Instant modified = Instant.ofEpochSecond(info.modifiedSeconds(), info.modifiedNanos());
    return new CatalogFile(folder, info.name(), info.sizeBytes(), modified, entry.content());
  }
}
