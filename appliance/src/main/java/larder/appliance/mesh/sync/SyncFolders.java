package larder.appliance.mesh.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import larder.appliance.mesh.Catalog;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.Mesh;
import larder.appliance.mesh.index.IndexExchange;
import larder.appliance.mesh.index.LocalFile;
import larder.appliance.mesh.index.SharedIndex;
import larder.appliance.mesh.index.SharedIndex.Root;
import larder.appliance.mesh.index.SyncIndex;
import larder.appliance.mesh.index.SyncIndex.Done;
import larder.appliance.mesh.index.SyncIndex.Need;
import larder.appliance.mesh.scan.Rescans;
import larder.appliance.mesh.scan.RootGuard;
import larder.appliance.mesh.scan.ScanListener;
import larder.appliance.mesh.scan.SharedFolders;
import larder.appliance.mesh.sync.FolderPull.Outcome;
import larder.appliance.store.StoreException;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Verdict;
import larder.media.source.SourceDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps folders in sync, both ways: a scanner announces what is edited here, a puller fetches what
 * others changed. State is in the store and on the disk, so a restart goes on where it stopped.
 */
public final class SyncFolders {

  private static final Logger LOG = LoggerFactory.getLogger(SyncFolders.class);

  /** Peers announce in batches; one go for what comes together. */
  private static final Duration GATHER = Duration.ofMillis(300);

  /** When to try again what did not come. */
  private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

  /** By this a folder's directory is told from an empty mount point; Syncthing's own mark. */
  private static final String MARKER = ".stfolder";

  private final Ports ports;
  private final Rescans pulls;
  private final RootGuard rootGuard;
  private final Trash trash;
  private final FolderPull.Parts parts;
  private final Clock clock;
  private final Turn turn = new Turn();
  private final DeletionGuard deletions = new DeletionGuard();
  private final Set<FolderId> marked = ConcurrentHashMap.newKeySet();

  /**
   * @param pulls folders to have a go at; nobody else takes from it
   */
  public SyncFolders(Ports ports, Rescans pulls, Path versions, Disk disk, Clock clock) {
    this.ports = ports;
    this.pulls = pulls;
    this.rootGuard = new RootGuard(ports.shared());
    this.trash = new Trash(versions, Trash.Bounds.STANDARD, disk, clock);
    this.parts =
        new FolderPull.Parts(
            ports.index(),
            new Fetcher(ports.index(), ports.sources()),
            this::finish,
            deletions,
            disk);
    this.clock = clock;
  }

  /**
   * What syncing works with.
   *
   * @param rescans folders that the scanner is to look at
   */
  public record Ports(
      SyncIndex index,
      SharedIndex shared,
      IndexExchange exchange,
      SourceDirectory sources,
      Rescans rescans) {}

  /** Starts scanning and pulling on threads of {@code supervisor}, which also ends both. */
  public void start(Supervisor supervisor, Mesh mesh, Catalog catalog) throws IOException {
    new SharedFolders(ports.shared(), this::announce, ports.rescans(), new Told(), clock)
        .start(supervisor);
    // Assigned for the life of the box: feed and folders end together.
    var _ = catalog.onChange(change -> pulls.request(change.folder(), GATHER));
    var _ = mesh.onChange(this::requestAll);
    supervisor.start("sync-pull", Verdict.restart(), this::run);
    requestAll();
  }

  /** Lets deletions happen that were held back. @return false if none are */
  public boolean confirmDeletions(FolderId folder) {
    boolean confirmed = deletions.confirm(folder);
    if (confirmed) {
      pulls.request(folder, Duration.ZERO);
    }
    return confirmed;
  }

  /** Whether deletions of {@code folder} wait for the owner's word. */
  public boolean holdsDeletions(FolderId folder) {
    return deletions.isHeld(folder);
  }

  private void requestAll() {
    for (FolderId folder : ports.index().folders()) {
      if (marked.add(folder)) {
        ports.rescans().request(folder, Duration.ZERO);
      }
      pulls.request(folder, GATHER);
    }
  }

  private void run() throws InterruptedException {
    while (true) {
      FolderId folder = pulls.take();
      Optional<Root> root = ports.shared().root(folder).filter(this::isSynced);
      if (root.isPresent()) {
        pull(root.get());
      }
    }
  }

  private boolean isSynced(Root root) {
    return ports.index().folders().contains(root.folder());
  }

  private void pull(Root root) throws InterruptedException {
    try {
      mark(root);
      Optional<String> fault = rootGuard.fault(root);
      if (fault.isPresent()) {
        LOG.warn("{}", fault.get());
        pulls.request(root.folder(), TRY_AGAIN);
        return;
      }
      Outcome outcome = new FolderPull(root, parts).run();
      if (outcome.left() > 0) {
        pulls.request(root.folder(), outcome.finished() > 0 ? GATHER : TRY_AGAIN);
      }
      if (outcome.finished() > 0) {
        trash.prune();
      }
    } catch (IOException | StoreException e) {
      LOG.warn("{} cannot be kept in sync now: {}", root.label(), e.toString());
      pulls.request(root.folder(), TRY_AGAIN);
    }
  }

  /** Makes the directory of a folder that is new; never that of one whose disk is away. */
  private void mark(Root root) throws IOException {
    if (root.identity().isEmpty() && ports.shared().count(root.folder()) == 0) {
      Files.createDirectories(root.root().resolve(MARKER));
    }
  }

  private void announce(FolderId folder, List<LocalFile> present, List<String> gone)
      throws InterruptedException {
    try {
      boolean changed = turn.take(() -> ports.shared().announce(folder, present, gone));
      if (changed) {
        ports.exchange().announced(folder);
      }
    } catch (IOException e) {
      throw new IllegalStateException("writing the index does no file work", e);
    }
  }

  private int finish(Root root, List<Need> needs) throws IOException, InterruptedException {
    List<Done> done = turn.take(() -> finished(root, needs));
    if (!done.isEmpty()) {
      ports.exchange().announced(root.folder());
    }
    if (done.size() < needs.size()) {
      ports.rescans().request(root.folder(), Duration.ZERO);
    }
    return done.size();
  }

  private List<Done> finished(Root root, List<Need> needs) throws IOException {
    Finisher finisher = new Finisher(root, trash, clock);
    List<Done> done = new ArrayList<>();
    for (Need need : needs) {
      try {
        finisher.finish(need).ifPresent(done::add);
      } catch (IOException e) {
        LOG.warn("\"{}\" cannot be put in place: {}", need.name(), e.toString());
      }
    }
    finisher.sync();
    ports.index().finish(root.folder(), done);
    return done;
  }

  /** What the scanner says goes to the log; after each look there may be something to pull. */
  private final class Told implements ScanListener {

    @Override
    public void hashing(Path root, long doneBytes, long totalBytes) {
      LOG.debug("{}: {} of {} bytes hashed", root, doneBytes, totalBytes);
    }

    @Override
    public void scanned(Path root, long entries) {
      ports.shared().roots().stream()
          .filter(known -> known.root().equals(root))
          .forEach(known -> pulls.request(known.folder(), GATHER));
    }

    @Override
    public void failed(Path root, String reason) {
      LOG.warn("{}", reason);
    }
  }
}
