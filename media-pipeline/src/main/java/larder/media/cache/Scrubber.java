package larder.media.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.ContentId;
import larder.media.Engine;
import larder.media.Errand;
import larder.media.Manifest;
import larder.media.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds every chunk on the disk against its hash once in a month, slowly and only while nobody
 * streams or fetches, so that rot is found while a source may still have the chunk. What is damaged
 * becomes a hole, which is fetched again where it is wanted. Goes through the contents in the order
 * of their ids and remembers its place over restarts. Sleeps while the cache is empty or no round
 * is due.
 */
public final class Scrubber implements AutoCloseable {

  /** R2: the whole cache every 30 days. */
  static final Duration ROUND = Duration.ofDays(30);

  /** R2: at most 5 MB a second, so that neither disk nor processor is kept from anything. */
  static final long BYTES_PER_SECOND = 5_000_000;

  /** How long it waits after it met somebody who streams or fetches. */
  static final Duration POLITE_PAUSE = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);

  private final FileChunkStore store;
  private final ScrubMark mark;
  private final Timers timers;
  private final Errand stepping;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private Optional<Timers.Alarm> alarm = Optional.empty();

  @GuardedBy("lock")
  private boolean closed;

  /** The content that is being looked at; owned by the errand. */
  private Optional<Place> place = Optional.empty();

  private ChunkStore.Pin listening = () -> {};

  /**
   * @param store what it looks through
   * @param mark where it is; of the cache's own directory
   * @param engine time and threads
   */
  public Scrubber(FileChunkStore store, ScrubMark mark, Engine engine) {
    this.store = store;
    this.mark = mark;
    this.timers = engine.timers();
    this.stepping = new Errand(engine.threads(), this::step);
  }

  /** Begins; wakes for the first time when a round is due and there is something to look at. */
  public void start() {
    listening = store.onChange(content -> wakeUnlessSet());
    if (!store.isEmpty()) {
      wakeUnlessSet();
    }
  }

  private void wakeUnlessSet() {
    lock.lock();
    try {
      if (alarm.isEmpty() && !closed) {
        alarm = Optional.of(timers.after(mark.untilDue(), stepping::nudge));
      }
    } finally {
      lock.unlock();
    }
  }

  private void wakeIn(Duration delay) {
    lock.lock();
    try {
      alarm = closed ? Optional.empty() : Optional.of(timers.after(delay, stepping::nudge));
    } finally {
      lock.unlock();
    }
  }

  private void sleepUntilSomethingComes() {
    lock.lock();
    try {
      alarm = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Runs on the errand: about a second's worth of work, then a rest. */
  private void step() {
    if (!mark.untilDue().isZero()) {
      wakeIn(mark.untilDue());
    } else if (store.isEmpty()) {
      sleepUntilSomethingComes();
    } else if (store.isInUse()) {
      wakeIn(POLITE_PAUSE);
    } else {
      wakeIn(restAfter(checkSome()));
    }
  }

  private static Duration restAfter(long bytes) {
    return Duration.ofMillis(Math.max(1_000, bytes * 1_000 / BYTES_PER_SECOND));
  }

  private long checkSome() {
    long bytes = 0;
    while (bytes < BYTES_PER_SECOND && !isClosed()) {
      Optional<Place> here = place.filter(there -> there.next() >= 0).or(this::nextContent);
      if (here.isEmpty()) {
        mark.roundDone();
        LOG.info("The whole cache was looked through; {} damaged chunks", store.damagedChunks());
        return bytes;
      }
      bytes += checkOne(here.get());
    }
    return bytes;
  }

  private long checkOne(Place here) {
    int index = here.next();
    if (index < 0) {
      mark.passed(here.manifest().contentId());
      place = Optional.empty();
      return 0;
    }
    store.scrub(here.manifest(), index);
    here.left().clear(index);
    place = Optional.of(here);
    if (here.next() < 0) {
      mark.passed(here.manifest().contentId());
    }
    return here.manifest().lengthOf(index);
  }

  /** The next content that has something present. */
  private Optional<Place> nextContent() {
    Optional<ContentId> next = store.firstAfter(mark.last());
    while (next.isPresent()) {
      BitSet present = store.present(next.get());
      Optional<Manifest> manifest =
          present.isEmpty() ? Optional.empty() : store.scrubMap(next.get());
      if (manifest.isPresent()) {
        return Optional.of(new Place(manifest.get(), present));
      }
      mark.passed(next.get());
      next = store.firstAfter(mark.last());
    }
    return Optional.empty();
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Ends; what is being looked at is looked at again after the next start. Idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      alarm.ifPresent(Timers.Alarm::cancel);
      alarm = Optional.empty();
    } finally {
      lock.unlock();
    }
    listening.close();
  }

  /** A content, and those of its chunks that are still to be looked at. */
  private record Place(Manifest manifest, BitSet left) {
    int next() {
      return left.nextSetBit(0);
    }
  }
}
