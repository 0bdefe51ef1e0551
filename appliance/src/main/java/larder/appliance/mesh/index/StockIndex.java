package larder.appliance.mesh.index;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.index.RemoteIndexes.Announced;
import larder.appliance.mesh.index.RemoteIndexes.FileKey;
import larder.appliance.mesh.wire.FileInfo;
import larder.media.ContentId;

/**
 * What a stock folder's taker announces. It has a version only because somebody else made it, so it
 * repeats the newest version unchanged: as held when all its bytes are here, as invalid when they
 * are not, as deleted when its maker deleted it. It never counts a version up and never concludes
 * anything from files that are missing here; the announcements come from other devices' alone.
 */
public final class StockIndex implements AutoCloseable {

  /** Files to look at in one transaction. */
  private static final int PAGE = 1_000;

  private final MeshStore store;
  private final HeldContents held;
  private final PartialFiles partial;
  private final Consumer<ContentId> progressed;
  private final Consumer<FolderId> announced;
  private final Set<ContentId> complete = ConcurrentHashMap.newKeySet();
  private volatile List<HeldContents.Subscription> subscriptions = List.of();

  /**
   * @param announced told after a folder got announcements of our own that peers do not know yet
   * @param progressed told after chunks of a content that is here in part came or went
   */
  StockIndex(
      MeshStore store,
      HeldContents held,
      PartialFiles partial,
      Consumer<FolderId> announced,
      Consumer<ContentId> progressed) {
    this.store = store;
    this.held = held;
    this.partial = partial;
    this.announced = announced;
    this.progressed = progressed;
  }

  /**
   * Brings the announcements in line with what is held now, and keeps them so. Blocks until it is
   * known what is held; may be called again if it failed.
   */
  public void start() {
    close();
    subscriptions = List.of(held.onComplete(this::completed), held.onChange(this::changed));
    complete.addAll(held.complete());
    // Only what differs is written: a cache that is full and in order costs one look.
    store
        .read(sql -> OwnIndex.contents(sql, content -> !complete.contains(content)))
        .forEach(this::announceEvicted);
    store.read(sql -> RemoteIndexes.notAnnounced(sql, complete::contains)).forEach(this::refresh);
    partial.start();
    partial.contents().forEach(progressed);
  }

  /**
   * Announces that {@code content} can no longer be had here. Returns when that is on disk and
   * queued for every peer; only then may the bytes go. Needs no lock but the store's.
   */
  public void announceEvicted(ContentId content) {
    complete.remove(content);
    partial.left(content);
    progressed.accept(content);
    Set<FolderId> changed =
        store.write(
            sql -> {
              Set<FolderId> folders = new LinkedHashSet<>();
              for (Folder folder : stockFolders(sql)) {
                for (Entry entry : OwnIndex.holding(sql, folder, content)) {
                  OwnIndex.announce(sql, folder, entry.asInvalid());
                  folders.add(folder.id());
                }
              }
              return folders;
            });
    changed.forEach(announced);
  }

  /**
   * Brings our announcements of {@code names} in line with the newest versions, inside the caller's
   * transaction.
   *
   * @return whether there is something new to announce
   */
  boolean follow(Sql sql, Folder folder, Collection<String> names) throws SQLException {
    boolean changed = false;
    for (String name : names) {
      Optional<Announced> newest = GlobalChoice.of(RemoteIndexes.of(sql, folder, name));
      if (newest.isPresent() && follow(sql, folder, newest.get().entry())) {
        changed = true;
      }
    }
    return changed;
  }

  @Override
  public void close() {
    subscriptions.forEach(HeldContents.Subscription::close);
  }

  private boolean follow(Sql sql, Folder folder, Entry newest) throws SQLException {
    Optional<Entry> ours = OwnIndex.find(sql, folder, newest.info().name());
    if (newest.isHeldDelete()) {
      return false; // not before the owner said so
    }
    if (ours.isEmpty() && newest.info().deleted()) {
      return false; // never announced, so nobody waits for us to delete it
    }
    Entry announcement = announcementOf(newest);
    if (ours.isPresent() && ours.get().saysTheSameAs(announcement)) {
      return false;
    }
    OwnIndex.announce(sql, folder, announcement);
    return true;
  }

  private Entry announcementOf(Entry newest) {
    boolean isHeld =
        newest.info().type() == FileInfo.Type.FILE
            && newest.content().filter(complete::contains).isPresent();
    return newest.info().deleted() || isHeld ? newest : newest.asInvalid();
  }

  private void changed(ContentId content) {
    if (partial.changed(content)) {
      progressed.accept(content);
    }
  }

  private void completed(ContentId content) {
    complete.add(content);
    refresh(content);
  }

  private void refresh(ContentId content) {
    List<FileKey> files = store.read(sql -> RemoteIndexes.files(sql, content));
    for (int from = 0; from < files.size(); from += PAGE) {
      refresh(files.subList(from, Math.min(files.size(), from + PAGE)));
    }
  }

  private void refresh(List<FileKey> files) {
    List<FolderId> changed =
        store.write(
            sql -> {
              List<FolderId> folders = new ArrayList<>();
              for (Folder folder : stockFolders(sql)) {
                if (follow(sql, folder, namesIn(folder, files))) {
                  folders.add(folder.id());
                }
              }
              return folders;
            });
    changed.forEach(announced);
  }

  private static List<String> namesIn(Folder folder, List<FileKey> files) {
    return files.stream().filter(file -> file.folder() == folder.key()).map(FileKey::name).toList();
  }

  private static List<Folder> stockFolders(Sql sql) throws SQLException {
    return Folders.all(sql).stream().filter(f -> f.role() == FolderRole.STOCK).toList();
  }
}
