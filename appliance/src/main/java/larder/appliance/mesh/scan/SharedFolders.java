package larder.appliance.mesh.scan;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.index.IndexExchange;
import larder.appliance.mesh.index.LocalFile;
import larder.appliance.mesh.index.SharedIndex;
import larder.appliance.mesh.index.SharedIndex.Root;
import larder.appliance.mesh.scan.FolderScan.Changed;
import larder.appliance.store.StoreException;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories that a PC shares: keeps what is announced in line with what is on the disk. Only
 * reads; a directory that is not really there (see {@link RootGuard}) changes nothing.
 */
public final class SharedFolders {

  private static final Logger LOG = LoggerFactory.getLogger(SharedFolders.class);

  /** How long a change can go unnoticed where the operating system does not tell. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(60);

  /** When to look again at a file that is being written. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(1_500);

  /** Deletions in one transaction. */
  private static final int BATCH = 1_000;

  private final SharedIndex index;
  private final Announcer announcer;
  private final Rescans rescans;
  private final ScanListener listener;
  private final InstantSource clock;
  private final RootGuard guard;

  public SharedFolders(
      SharedIndex index,
      Announcer announcer,
      Rescans rescans,
      ScanListener listener,
      InstantSource clock) {
    this.index = index;
    this.announcer = announcer;
    this.rescans = rescans;
    this.listener = listener;
    this.clock = clock;
    this.guard = new RootGuard(index);
  }

  /** Writes down what the disk has and lacks now, and tells the others. */
  @FunctionalInterface
  public interface Announcer {

    void announce(FolderId folder, List<LocalFile> present, List<String> gone)
        throws InterruptedException;

    /** Tells the others at once. */
    static Announcer of(SharedIndex index, IndexExchange exchange) {
      return (folder, present, gone) -> {
        if (index.announce(folder, present, gone)) {
          exchange.announced(folder);
        }
      };
    }
  }

  /**
   * Shares {@code directory}; the same directory keeps its id over restarts. Its files are
   * announced as they are read, see {@link ScanListener}.
   *
   * @throws IOException if it is not there
   */
  public FolderId share(Path directory) throws IOException {
    Path real = directory.toRealPath();
    FileStamps.attributes(real);
    FolderId folder = index.open(real).folder();
    rescans.request(folder, Duration.ZERO);
    return folder;
  }

  /** Starts reading and watching, on threads of {@code supervisor}, which also ends it. */
  public void start(Supervisor supervisor) throws IOException {
    FolderWatch watch = new FolderWatch(FileSystems.getDefault().newWatchService(), rescans);
    supervisor.start("share-watch", Verdict.end(), () -> listen(watch));
    supervisor.start("share-scan", Verdict.restart(), () -> run(watch));
  }

  private static void listen(FolderWatch watch) throws IOException, InterruptedException {
    try (watch) {
      watch.run();
    }
  }

  private void run(FolderWatch watch) throws InterruptedException {
    while (true) {
      FolderId folder = rescans.take();
      Optional<Root> root =
          index.roots().stream().filter(r -> r.folder().equals(folder)).findFirst();
      if (root.isPresent()) {
        look(root.get(), watch);
        rescans.request(folder, LOOK_EVERY);
      }
    }
  }

  private void look(Root root, FolderWatch watch) throws InterruptedException {
    try {
      Optional<String> fault = guard.fault(root);
      if (fault.isEmpty()) {
        scan(root, watch);
        fault = guard.fault(root);
      }
      if (fault.isPresent()) {
        listener.failed(root.root(), fault.get());
        return;
      }
      delete(root);
      index.seen(root.folder(), RootGuard.identity(root.root()));
      listener.scanned(root.root(), index.count(root.folder()));
    } catch (IOException | StoreException e) {
      LOG.warn("cannot read {}", root.root(), e);
      listener.failed(root.root(), root.root() + " cannot be read: " + e.getMessage());
    }
  }

  private void scan(Root root, FolderWatch watch) throws IOException, InterruptedException {
    List<Changed> changed =
        new FolderScan(index, root, directory -> watch.add(root.folder(), directory)).changed();
    FolderHashing hashing =
        new FolderHashing(
            root.root(),
            listener,
            clock,
            files -> announcer.announce(root.folder(), files, List.of()));
    if (!changed.isEmpty() && hashing.run(changed) > 0) {
      rescans.request(root.folder(), LOOK_AGAIN);
    }
  }

  /** Announces what is gone, after the directory proved to be there before and after the walk. */
  private void delete(Root root) throws IOException, InterruptedException {
    List<String> gone = new FolderScan(index, root, directory -> {}).gone();
    if (gone.isEmpty() || guard.fault(root).isPresent()) {
      return;
    }
    for (int from = 0; from < gone.size(); from += BATCH) {
      announcer.announce(
          root.folder(), List.of(), gone.subList(from, Math.min(gone.size(), from + BATCH)));
    }
  }
}
