package larder.media.prefetch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.ByteRange;
import larder.media.ContentId;
import larder.media.Fault;
import larder.media.Manifest;
import larder.media.Timers;
import larder.media.fetch.FetchOutcome;
import larder.media.fetch.Ticket;
import larder.media.fetch.Urgency;

/**
 * What is wanted, in order, and how far the stocking of each is: the one owner of that state.
 * Touches neither cache nor fetcher.
 */
final class Wants {

  /** Asked for at once: as much as fetching allows to stocking, at least four chunks. */
  private static final long WINDOW_BYTES = 32L << 20;

  private static final int FEWEST_CHUNKS = 4;
  private static final int MOST_CHUNKS = 64;

  /** A bound on requests that wait for a source which does not come. */
  private static final int MOST_STUCK_CHUNKS = 16;

  private final Timers timers;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private Map<ContentId, Stocking> wants = new LinkedHashMap<>();

  @GuardedBy("lock")
  private final DiskPause pause = new DiskPause();

  @GuardedBy("lock")
  private boolean closed;

  Wants(Timers timers) {
    this.timers = timers;
  }

  /** Takes the new order. @return the tickets of what is wanted no longer, to be closed */
  List<Ticket> replace(List<Want> ordered) {
    lock.lock();
    try {
      Map<ContentId, Stocking> before = wants;
      wants = new LinkedHashMap<>();
      for (Want want : closed ? List.<Want>of() : ordered) {
        ContentId content = want.manifest().contentId();
        Stocking known = before.remove(content);
        wants.putIfAbsent(content, known == null ? new Stocking(want.manifest()) : known);
      }
      pause.end();
      List<Ticket> left = new ArrayList<>();
      before.values().forEach(gone -> gone.open().forEach(one -> one.ifPresent(left::add)));
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is wanted any more, whatever comes. @return the tickets to be closed */
  List<Ticket> close() {
    lock.lock();
    try {
      closed = true;
      return replace(List.of());
    } finally {
      lock.unlock();
    }
  }

  /** What nobody could deliver is worth another try. */
  void sourcesChanged() {
    lock.lock();
    try {
      wants.values().forEach(stocking -> stocking.hopeless = Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  /** Chunks came or went: the content is looked through from its start. */
  void chunksChanged(ContentId content) {
    lock.lock();
    try {
      Stocking stocking = wants.get(content);
      if (stocking != null) {
        stocking.cursor = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  /** What may be asked for now, in order; nothing while the disk takes nothing. */
  List<Stocking> hopeful() {
    lock.lock();
    try {
      boolean idle = closed || pause.lasts(timers.nanoTime());
      return idle
          ? List.of()
          : wants.values().stream().filter(one -> one.hopeless.isEmpty()).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Whether what was asked for is coming, as far as known. */
  boolean isMoving(Stocking stocking) {
    lock.lock();
    try {
      return stocking.trouble().isEmpty();
    } finally {
      lock.unlock();
    }
  }

  int[] edgesOf(Stocking stocking) {
    lock.lock();
    try {
      return stocking.edges().stream().toArray();
    } finally {
      lock.unlock();
    }
  }

  boolean wantsIndex(Stocking stocking) {
    lock.lock();
    try {
      return stocking.wantsIndex();
    } finally {
      lock.unlock();
    }
  }

  /** Takes what the locator found. @return whether it should be asked again */
  boolean indexFound(Stocking stocking, List<ByteRange> ranges) {
    lock.lock();
    try {
      stocking.indexFound(ranges);
      return stocking.wantsIndex();
    } finally {
      lock.unlock();
    }
  }

  int cursorOf(Stocking stocking) {
    lock.lock();
    try {
      return stocking.cursor;
    } finally {
      lock.unlock();
    }
  }

  void moveCursor(Stocking stocking, int index) {
    lock.lock();
    try {
      stocking.cursor = index;
    } finally {
      lock.unlock();
    }
  }

  /** Notes that a chunk is about to be asked for, if it should be. */
  Turn begin(Stocking stocking, int index, Urgency.Kind kind) {
    lock.lock();
    try {
      boolean room = stocking.isOnItsWay(index) || !isFull();
      if (closed || wants.get(stocking.content()) != stocking || !room) {
        return Turn.NO_ROOM;
      }
      boolean stuck = stocking.open().size() - stocking.movingChunks() >= MOST_STUCK_CHUNKS;
      return !stuck && stocking.begin(index, kind) ? Turn.ASK : Turn.LEAVE;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean isFull() {
    long bytes = 0;
    int chunks = 0;
    for (Stocking stocking : wants.values()) {
      int moving = stocking.movingChunks();
      chunks += moving;
      bytes += (long) moving * stocking.manifest.chunkBytes();
    }
    return chunks >= MOST_CHUNKS || (chunks >= FEWEST_CHUNKS && bytes >= WINDOW_BYTES);
  }

  /** Keeps the ticket of what was begun; false if nobody needs it any more. */
  boolean file(Stocking stocking, int index, Ticket ticket) {
    lock.lock();
    try {
      return !closed && wants.get(stocking.content()) == stocking && stocking.file(index, ticket);
    } finally {
      lock.unlock();
    }
  }

  /** How asking for a chunk ended. */
  Ending ended(Stocking stocking, int index, FetchOutcome outcome) {
    lock.lock();
    try {
      // A chunk that was asked for again, more urgently, has told already.
      return stocking.ended(index)
          ? new Ending(true, take(stocking, index, outcome))
          : new Ending(false, Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Optional<Duration> take(Stocking stocking, int index, FetchOutcome outcome) {
    return switch (outcome) {
      case FetchOutcome.Stored _ -> {
        stocking.rate.add(stocking.manifest.lengthOf(index), timers.nanoTime());
        pause.end();
        yield Optional.empty();
      }
      case FetchOutcome.Delivered _ -> Optional.empty();
      case FetchOutcome.Unsaved unsaved -> pause.refused(unsaved.fault(), timers.nanoTime());
      case FetchOutcome.Failed failed when failed.fault() == Fault.CONTENT_CHANGED -> {
        stocking.hopeless = Optional.of(failed.fault());
        yield Optional.empty();
      }
      case FetchOutcome.Failed failed -> pause.refused(failed.fault(), timers.nanoTime());
    };
  }

  /** How {@code content} stands; empty if it is not wanted. */
  Optional<Standing> standing(ContentId content) {
    lock.lock();
    try {
      return Optional.ofNullable(wants.get(content)).map(this::standing);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Standing standing(Stocking stocking) {
    long now = timers.nanoTime();
    long rateOfAll = 0;
    List<Manifest> upToIt = new ArrayList<>();
    boolean before = true;
    for (Stocking one : wants.values()) {
      rateOfAll += one.rate.bytesPerSecond(now);
      if (before) {
        upToIt.add(one.manifest);
      }
      before &= one != stocking;
    }
    boolean allIsHere = stocking.cursor >= stocking.manifest.chunkCount(); // but not synced yet
    return new Standing(
        stocking.rate.bytesPerSecond(now),
        rateOfAll,
        upToIt,
        stocking.trouble().or(pause::fault),
        allIsHere || !stocking.open().isEmpty());
  }

  /** What to do about a chunk. */
  enum Turn {
    ASK,
    /** It is on its way, or too much waits for sources that do not come. */
    LEAVE,
    /** As much is asked for as may be. */
    NO_ROOM
  }

  /**
   * How asking for a chunk ended.
   *
   * @param news whether it changed anything
   * @param tryAgainIn set when the disk is left alone for that long
   */
  record Ending(boolean news, Optional<Duration> tryAgainIn) {}

  /**
   * How one wanted content stands.
   *
   * @param rate its bytes a second
   * @param rateOfAll those of all that is wanted
   * @param upToIt all that is wanted before it, and itself
   * @param fault why it stands still, if it does
   * @param busy whether chunks of it are on their way
   */
  record Standing(
      long rate, long rateOfAll, List<Manifest> upToIt, Optional<Fault> fault, boolean busy) {}
}
