package larder.media.cache;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.ContentId;
import larder.media.Manifest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what an earlier run left, however it ended. Believes a map only as far as its checksums and
 * the data file's length go; leaves alone whatever does not bear a name of the cache's own. Looks
 * through the whole cache on a thread of its own, which may take long; what is asked for meanwhile
 * is looked up at once. Nothing must be written to the cache until {@link #await} returned.
 */
final class Recovery {

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Path directory;
  private final CacheFiles disk;
  private final Room room;
  private final Ledger ledger;

  /** Counted down when all was looked at; from the start on. */
  private volatile CountDownLatch over = new CountDownLatch(0);

  /** Held while one map is taken in, so that each is taken in once. */
  private final ReentrantLock taking = new ReentrantLock();

  private volatile boolean stopped;

  /**
   * @param room told what the chunks found take
   * @param ledger gets what is found
   */
  Recovery(Path directory, CacheFiles disk, Room room, Ledger ledger) {
    this.directory = directory;
    this.disk = disk;
    this.room = room;
    this.ledger = ledger;
  }

  /** Begins to look. A platform thread, because it reads the disk all the time. */
  void start() {
    over = new CountDownLatch(1);
    Thread.ofPlatform().daemon().name("larder-cache-recovery").start(this::run);
  }

  /** Whether all was looked through. */
  boolean isOver() {
    return over.getCount() == 0;
  }

  /** Waits until all was looked through. @return false if {@link #stop} ended that early */
  boolean await() {
    boolean interrupted = false;
    while (!isOver()) {
      try {
        over.await();
      } catch (InterruptedException e) {
        interrupted = true; // short, and the callers have no other answer
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !stopped;
  }

  /** Ends the looking soon; whoever waits goes on. */
  void stop() {
    stopped = !isOver();
    boolean _ = await();
  }

  /** The content's entry, if there is one, also while the rest is being looked through. */
  Optional<Entry> find(ContentId content) {
    lookFor(content);
    return ledger.find(content);
  }

  /** Has the ledger know the content's entry, if there is one. */
  void lookFor(ContentId content) {
    if (!isOver()) {
      take(content);
    }
  }

  /** Never fails: what cannot be read is missing. */
  private void run() {
    try {
      for (Path shelf : childrenOf(directory)) {
        if (ContentFiles.isShelf(shelf)) {
          shelf(shelf);
        }
      }
    } finally {
      over.countDown();
    }
  }

  private void shelf(Path shelf) {
    List<Path> files = childrenOf(shelf);
    for (Path file : files) {
      if (stopped) {
        return;
      }
      ContentFiles.contentOfMap(file).ifPresent(this::take);
    }
    files.stream().filter(ContentFiles::isOwn).forEach(this::deleteIfLeftover);
  }

  private void take(ContentId content) {
    taking.lock();
    try {
      if (!ledger.knows(content)) {
        load(content).ifPresent(found -> ledger.recovered(found.entry(), found.touchedMs()));
      }
    } finally {
      taking.unlock();
    }
  }

  private Optional<Found> load(ContentId content) {
    ContentFiles paths = ContentFiles.of(directory, content);
    try {
      Optional<MapFile.Loaded> map =
          MapFile.parse(disk.readAll(paths.map(), MapFile.MAX_BYTES))
              .filter(loaded -> loaded.manifest().contentId().equals(content));
      if (map.isEmpty()) {
        LOG.warn("{} is damaged; its content is fetched again when wanted", paths.map());
        return Optional.empty();
      }
      return Optional.of(entry(paths, map.get()));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // somebody asked for what is not in the cache
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("Cannot read {}; its content is fetched again when wanted", paths.map(), e);
      return Optional.empty();
    }
  }

  private Found entry(ContentFiles paths, MapFile.Loaded map) throws IOException {
    long dataBytes = disk.sizeBytes(paths.data());
    BitSet present = map.present();
    BitSet lost = beyond(map.manifest(), present, dataBytes);
    present.andNot(lost);
    Entry entry = new Entry(map.manifest(), directory, disk, room);
    entry.chunks.recover(present, lost, map.learned());
    entry.mapBytes = map.validBytes();
    entry.mapStale = map.torn();
    if (!lost.isEmpty()) {
      LOG.warn("{} lacks {} chunks that its map claims", paths.data(), lost.cardinality());
    }
    return new Found(entry, disk.touchedMs(paths.data()));
  }

  private static BitSet beyond(Manifest manifest, BitSet present, long dataBytes) {
    BitSet lost = new BitSet();
    present.stream()
        .filter(index -> manifest.rangeOf(index).endBytes() > dataBytes)
        .forEach(lost::set);
    return lost;
  }

  private List<Path> childrenOf(Path folder) {
    try {
      return disk.list(folder);
    } catch (IOException e) {
      LOG.warn("Cannot list {}; what is in it counts as missing", folder, e);
      return List.of();
    }
  }

  private void deleteIfLeftover(Path file) {
    Optional<Entry> entry = ledger.find(ContentFiles.contentOf(file));
    if (entry.isEmpty()) {
      deleteLeftover(file);
    } else if (ContentFiles.isTemporary(file)) {
      ReentrantLock files = entry.get().files;
      files.lock(); // nobody replaces the map now, so this was to replace it in an earlier run
      try {
        deleteLeftover(file);
      } finally {
        files.unlock();
      }
    }
  }

  private void deleteLeftover(Path file) {
    try {
      disk.delete(file);
    } catch (IOException e) {
      LOG.warn("Cannot remove the leftover {}; it only takes space", file, e);
    }
  }

  private record Found(Entry entry, long touchedMs) {}
}
