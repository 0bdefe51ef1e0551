package larder.appliance.mesh.scan;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import larder.appliance.mesh.FolderId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the operating system that something changed in a directory, and asks for a look. It
 * may miss changes (limits, network disks); the regular look finds those.
 */
final class FolderWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

  /** Many files change at once when somebody copies a season; one look for all of them. */
  private static final Duration SETTLE = Duration.ofSeconds(1);

  private final WatchService service;
  private final Rescans rescans;
  private final Map<Path, FolderId> watched = new ConcurrentHashMap<>();
  private final AtomicBoolean full = new AtomicBoolean();

  FolderWatch(WatchService service, Rescans rescans) {
    this.service = service;
    this.rescans = rescans;
  }

  /** Watches {@code directory}, but not what is below it. */
  void add(FolderId folder, Path directory) {
    try {
      directory.register(
          service,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_DELETE,
          StandardWatchEventKinds.ENTRY_MODIFY);
      watched.put(directory, folder);
    } catch (IOException e) {
      if (!full.getAndSet(true)) {
        LOG.warn("cannot watch {} for changes, looking every minute: {}", directory, e.toString());
      }
    }
  }

  /** Listens until closed or interrupted. */
  void run() throws InterruptedException {
    try {
      while (true) {
        WatchKey key = service.take();
        key.pollEvents();
        Path directory = (Path) key.watchable();
        FolderId folder = watched.get(directory);
        if (folder != null) {
          rescans.request(folder, SETTLE);
        }
        if (!key.reset()) {
          watched.remove(directory);
        }
      }
    } catch (ClosedWatchServiceException e) {
      LOG.debug("watching ends", e);
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
