package larder.appliance.mesh.scan;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import larder.appliance.mesh.index.LocalFile;
import larder.appliance.mesh.index.LocalFile.Kind;
import larder.appliance.mesh.scan.FolderScan.Changed;
import larder.media.Manifest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hashes what changed, two files at a time, and hands it on as it is done. */
final class FolderHashing {

  private static final Logger LOG = LoggerFactory.getLogger(FolderHashing.class);

  /** More would only make a disk seek, and take the PC from its user. */
  private static final int AT_ONCE = 2;

  /** A file that was written a moment ago is probably still being written. */
  private static final Duration SETTLED = Duration.ofSeconds(1);

  /** Announcements in one transaction. */
  private static final int BATCH = 200;

  /** A finished film is announced after this long, however many others are to come. */
  private static final Duration FLUSH = Duration.ofSeconds(1);

  private final Path root;
  private final ScanListener listener;
  private final InstantSource clock;
  private final Announced announce;
  private final AtomicLong doneBytes = new AtomicLong();
  private final List<LocalFile> ready = new ArrayList<>();
  private int unsettled;

  FolderHashing(Path root, ScanListener listener, InstantSource clock, Announced announce) {
    this.root = root;
    this.listener = listener;
    this.clock = clock;
    this.announce = announce;
  }

  /** Takes what was read. */
  @FunctionalInterface
  interface Announced {
    void accept(List<LocalFile> files) throws InterruptedException;
  }

  /** Hashes {@code changed}. @return how many are being written and need another look */
  int run(List<Changed> changed) throws InterruptedException {
    long totalBytes = changed.stream().mapToLong(c -> c.stamp().sizeBytes()).sum();
    ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("share-hash-", 0).factory());
    try {
      CompletionService<Optional<LocalFile>> results = new ExecutorCompletionService<>(threads);
      int submitted = 0;
      for (int taken = 0; taken < changed.size(); ) {
        while (submitted < changed.size() && submitted - taken < BATCH) {
          Changed next = changed.get(submitted++);
          results.submit(() -> hash(next));
        }
        Future<Optional<LocalFile>> result = results.poll(FLUSH.toMillis(), TimeUnit.MILLISECONDS);
        if (result != null) {
          taken++;
          take(result);
        }
        if (result == null || ready.size() >= BATCH) {
          flush(totalBytes);
        }
      }
      flush(totalBytes);
    } finally {
      threads.shutdownNow();
    }
    return unsettled;
  }

  private void take(Future<Optional<LocalFile>> result) throws InterruptedException {
    try {
      Optional<LocalFile> file = result.get();
      file.ifPresentOrElse(ready::add, () -> unsettled++);
    } catch (ExecutionException e) {
      LOG.warn("cannot read a file under {}: {}", root, String.valueOf(e.getCause()));
    }
  }

  private void flush(long totalBytes) throws InterruptedException {
    if (!ready.isEmpty()) {
      announce.accept(List.copyOf(ready));
      ready.clear();
    }
    listener.hashing(root, doneBytes.get(), totalBytes);
  }

  /** Empty if somebody is writing the file. */
  private Optional<LocalFile> hash(Changed file) throws IOException {
    if (file.kind() == Kind.DIRECTORY || file.stamp().sizeBytes() == 0) {
      return Optional.of(file.announcement(Optional.empty()));
    }
    if (isFresh(file.stamp().modified())) {
      return Optional.empty();
    }
    Optional<Manifest> manifest =
        FileHasher.hash(file.path(), file.stamp().sizeBytes(), doneBytes::addAndGet);
    boolean unchanged = FileStamps.of(FileStamps.attributes(file.path())).equals(file.stamp());
    return manifest.isPresent() && unchanged
        ? Optional.of(file.announcement(manifest))
        : Optional.empty();
  }

  /** A time in the future is a wrong clock's, not a writer's. */
  private boolean isFresh(Instant modified) {
    Instant now = clock.instant();
    return modified.isAfter(now.minus(SETTLED)) && !modified.isAfter(now.plus(SETTLED));
  }
}
