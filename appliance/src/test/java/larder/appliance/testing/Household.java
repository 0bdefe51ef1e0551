package larder.appliance.testing;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import larder.appliance.event.EventLog;
import larder.appliance.library.Library;
import larder.appliance.library.LibraryPorts;
import larder.appliance.library.Title;
import larder.appliance.library.TitleQuery;
import larder.appliance.mesh.DeviceView;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.FolderMode;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.queue.QueuePorts;
import larder.appliance.queue.QueueService;
import larder.appliance.store.Database;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;
import larder.media.TitleId;

/** A box's state over a household in memory: real database, library and queue, all else a fake. */
public final class Household implements AutoCloseable {

  public static final FolderId SERIES = new FolderId("series");
  public static final DeviceId ANNAS_PC = FakeMesh.id(1);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  public final FakeCatalog catalog = new FakeCatalog();
  public final FakeMesh mesh = new FakeMesh();
  public final FakeCache cache = new FakeCache();
  public final FakePrefetching prefetching = new FakePrefetching(cache);
  public final EventLog events = new EventLog(Clock.systemUTC());
  public final Database database;
  public final Library library;
  public final QueueService queue;
  private final Supervisor supervisor =
      new Supervisor(
          "test",
          Ticker.system(),
          (task, failure) -> {
            throw new AssertionError(task, failure);
          });

  public Household(Path home) {
    database = Database.open(home, Clock.systemUTC());
    library =
        new Library(
            new LibraryPorts(
                database, catalog, mesh, cache, prefetching, new NoWebTitles(), events));
    queue =
        new QueueService(
            new QueuePorts(database, library, cache, prefetching, events), Clock.systemUTC());
    mesh.device(ANNAS_PC, "Anna's PC", DeviceView.State.CONNECTED);
    mesh.accept(SERIES, FolderMode.STOCK);
  }

  /** Starts to follow the catalog and to stock. */
  public Household start() {
    queue.start(supervisor);
    library.start(supervisor);
    return this;
  }

  /** Adds a file of Anna's and waits until the library has it. */
  public TitleId file(String path, long sizeBytes) {
    catalog.put(SERIES, path, sizeBytes, ANNAS_PC);
    await(() -> title(path).isPresent());
    return title(path).orElseThrow();
  }

  private Optional<TitleId> title(String path) {
    return library.page(TitleQuery.all(500)).items().stream()
        .filter(title -> title.path().equals(path))
        .map(Title::id)
        .findFirst();
  }

  /** Waits until {@code condition} holds. */
  public static void await(BooleanSupplier condition) {
    await(PATIENCE, condition);
  }

  public static void await(Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("it did not happen within " + patience);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  @Override
  public void close() {
    supervisor.close();
    database.close();
  }
}
