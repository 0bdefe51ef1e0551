package larder.appliance.library;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import larder.appliance.mesh.Catalog.Change;
import larder.appliance.mesh.CatalogFile;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.FolderView;
import larder.media.TitleId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the titles in step with the catalog: single files as they change, whole folders by
 * comparing both in the order of their names. Runs on the library's thread alone.
 */
final class CatalogFollower {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogFollower.class);

  /** Files compared at a time: a write transaction of some tens of milliseconds. */
  private static final int STEP = 1_000;

  private final LibraryPorts ports;
  private final KnownTitles titles;
  private final PendingChanges pending = new PendingChanges();
  private final AtomicReference<Set<FolderId>> followed = new AtomicReference<>(Set.of());
  private final List<Consumer<Set<TitleId>>> listeners = new CopyOnWriteArrayList<>();

  CatalogFollower(LibraryPorts ports) {
    this.ports = ports;
    this.titles = new KnownTitles(ports.database());
  }

  /** Called with the titles that changed. */
  List<Consumer<Set<TitleId>>> listeners() {
    return listeners;
  }

  void add(Change change) {
    pending.add(change);
  }

  /** Compares every folder that is, or was, taken. */
  void addEveryFolder() {
    Set<FolderId> taken = takenFolders();
    followed.set(taken);
    Set<FolderId> folders = new HashSet<>(titles.folders());
    folders.addAll(taken);
    folders.remove(WebTitleRows.FOLDER);
    folders.forEach(folder -> pending.add(new Change(folder, List.of())));
  }

  /** Follows until interrupted. A change that failed is tried again by the next run. */
  void run() throws Exception {
    try (AutoCloseable catalog = ports.catalog().onChange(this::add);
        AutoCloseable mesh = ports.mesh().onChange(this::addFoldersThatCameOrWent)) {
      LOG.debug("following {} and {}", catalog, mesh);
      addEveryFolder();
      follow();
    }
  }

  /** Only those: comparing a folder costs too much for each device that comes or goes. */
  private void addFoldersThatCameOrWent() {
    Set<FolderId> taken = takenFolders();
    Set<FolderId> before = followed.getAndSet(taken);
    Stream.concat(taken.stream(), before.stream())
        .filter(folder -> !(taken.contains(folder) && before.contains(folder)))
        .forEach(folder -> pending.add(new Change(folder, List.of())));
  }

  private void follow() throws InterruptedException {
    while (true) {
      Change change = pending.take();
      boolean done = false;
      try {
        apply(change);
        done = true;
      } finally {
        if (!done) {
          pending.add(change);
        }
      }
    }
  }

  void apply(Change change) {
    if (!takenFolders().contains(change.folder())) {
      leave(change.folder());
    } else if (change.names().isEmpty()) {
      compare(change.folder());
    } else {
      look(change.folder(), change.names());
    }
  }

  private Set<FolderId> takenFolders() {
    return ports.mesh().folders().stream()
        .filter(view -> view.mode().isPresent())
        .map(FolderView::id)
        .filter(id -> !id.equals(WebTitleRows.FOLDER))
        .collect(Collectors.toUnmodifiableSet());
  }

  private void leave(FolderId folder) {
    List<TitleId> deleted;
    do {
      deleted = ports.database().write(c -> TitleWriter.deleteSome(c, folder, STEP));
      tell(new HashSet<>(deleted));
    } while (!deleted.isEmpty());
  }

  private void look(FolderId folder, List<String> names) {
    Map<String, CatalogFile> files = new HashMap<>();
    for (String name : names) {
      ports.catalog().file(folder, name).ifPresent(file -> files.put(name, file));
    }
    settle(files, titles.of(folder, names));
  }

  private void compare(FolderId folder) {
    String after = "";
    boolean more = true;
    while (more) {
      List<CatalogFile> files = ports.catalog().files(folder, after, STEP);
      more = !files.isEmpty();
      Optional<String> last = more ? Optional.of(files.getLast().name()) : Optional.empty();
      Map<String, CatalogFile> byName = new HashMap<>();
      files.forEach(file -> byName.put(file.name(), file));
      settle(byName, titles.of(folder, after, last));
      after = last.orElse(after);
    }
  }

  /** Writes the difference between what is there and what is known. */
  private void settle(Map<String, CatalogFile> files, Map<String, KnownTitle> known) {
    List<CatalogFile> changed =
        files.values().stream()
            .filter(file -> VideoFiles.isVideo(file.name()))
            .filter(file -> !isSame(file, known.get(file.name())))
            .toList();
    List<KnownTitle> vanished =
        known.entrySet().stream()
            .filter(entry -> !files.containsKey(entry.getKey()) && !entry.getValue().gone())
            .map(Map.Entry::getValue)
            .toList();
    if (!changed.isEmpty() || !vanished.isEmpty()) {
      write(changed, vanished);
    }
  }

  private void write(List<CatalogFile> changed, List<KnownTitle> vanished) {
    Set<TitleId> touched = new HashSet<>();
    changed.forEach(file -> touched.add(TitleWriter.idOf(file.folder(), file.name())));
    vanished.forEach(title -> touched.add(title.id()));
    Set<TitleId> worthKeeping = worthKeeping(vanished);
    ports
        .database()
        .write(
            connection -> {
              TitleWriter.put(connection, changed);
              for (KnownTitle title : vanished) {
                if (worthKeeping.contains(title.id())) {
                  TitleWriter.markGone(connection, title.id());
                } else {
                  TitleWriter.delete(connection, title.id());
                }
              }
              return touched;
            });
    tell(touched);
  }

  /** Titles of which something is here: they stay, and say that their file is gone. */
  private Set<TitleId> worthKeeping(List<KnownTitle> vanished) {
    Set<TitleId> ids = new HashSet<>();
    for (KnownTitle title : vanished) {
      if (title.content().map(content -> ports.cache().cachedBytes(content) > 0).orElse(false)) {
        ids.add(title.id());
      }
    }
    return ids;
  }

  private static boolean isSame(CatalogFile file, @Nullable KnownTitle known) {
    return known != null
        && !known.gone()
        && known.content().equals(file.content())
        && known.sizeBytes() == file.sizeBytes()
        && known.modified().toEpochMilli() == file.modified().toEpochMilli();
  }

  private void tell(Set<TitleId> touched) {
    if (touched.isEmpty()) {
      return;
    }
    listeners.forEach(listener -> listener.accept(touched));
    ports.events().publish("library", "");
  }
}
