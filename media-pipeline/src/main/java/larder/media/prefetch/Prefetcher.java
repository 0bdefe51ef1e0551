package larder.media.prefetch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import larder.media.ByteRange;
import larder.media.ContentId;
import larder.media.Engine;
import larder.media.Errand;
import larder.media.Fault;
import larder.media.Timers;
import larder.media.cache.ChunkStore;
import larder.media.fetch.ChunkRequest;
import larder.media.fetch.FetchOutcome;
import larder.media.fetch.Fetcher;
import larder.media.fetch.Ticket;
import larder.media.fetch.Urgency;
import larder.media.source.SourceDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a few chunks of the wants asked for at any time: heads, tails and indexes of all first,
 * then the queue in order. Does nothing while nothing is missing or nothing can come.
 */
public final class Prefetcher implements Prefetching, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Prefetcher.class);

  /** Asked for at once: as much as fetching allows to stocking, at least four chunks. */
  private static final long WINDOW_BYTES = 32L << 20;

  private static final int FEWEST_CHUNKS = 4;
  private static final int MOST_CHUNKS = 64;

  /** A bound on requests that wait for a source which does not come. */
  private static final int MOST_STUCK_CHUNKS = 16;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final ChunkStore store;
  private final Fetcher fetcher;
  private final SourceDirectory directory;
  private final IndexLocator locator;
  private final Timers timers;
  private final Errand filling;
  private final ProgressBell bell;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private Map<ContentId, Stocking> wants = new LinkedHashMap<>();

  @GuardedBy("lock")
  private final List<AutoCloseable> subscriptions = new ArrayList<>();

  /** The disk takes nothing: since when it is not tried, and for how long. */
  @GuardedBy("lock")
  private Optional<Pause> pause = Optional.empty();

  @GuardedBy("lock")
  private boolean closed;

  /**
   * @param store where chunks are
   * @param fetcher brings those that are not
   * @param directory tells which wants have a source
   * @param locator knows where containers keep their index
   * @param engine time and threads
   */
  public Prefetcher(
      ChunkStore store,
      Fetcher fetcher,
      SourceDirectory directory,
      IndexLocator locator,
      Engine engine) {
    this.store = store;
    this.fetcher = fetcher;
    this.directory = directory;
    this.locator = locator;
    this.timers = engine.timers();
    this.filling = new Errand(engine.threads(), this::fill);
    this.bell = new ProgressBell(engine);
  }

  /** Begins to listen for sources and chunks that come and go. */
  public void start() {
    AutoCloseable sources = directory.onChange(this::sourcesChanged);
    AutoCloseable chunks = store.onChange(this::chunksChanged);
    lock.lock();
    try {
      subscriptions.add(sources);
      subscriptions.add(chunks);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void want(List<Want> ordered) {
    List<Ticket> left = new ArrayList<>();
    lock.lock();
    try {
      Map<ContentId, Stocking> before = wants;
      wants = new LinkedHashMap<>();
      for (Want want : closed ? List.<Want>of() : ordered) {
        ContentId content = want.manifest().contentId();
        Stocking known = before.remove(content);
        wants.putIfAbsent(content, known == null ? new Stocking(want.manifest()) : known);
      }
      before.values().forEach(gone -> gone.open().forEach(one -> one.ifPresent(left::add)));
      pause = Optional.empty();
    } finally {
      lock.unlock();
    }
    left.forEach(Ticket::close);
    filling.nudge();
    bell.moved();
  }

  private void sourcesChanged() {
    lock.lock();
    try {
      wants.values().forEach(stocking -> stocking.hopeless = Optional.empty());
    } finally {
      lock.unlock();
    }
    filling.nudge();
    bell.moved();
  }

  private void chunksChanged(ContentId content) {
    lock.lock();
    try {
      Stocking stocking = wants.get(content);
      if (stocking != null) {
        stocking.cursor = 0;
      }
    } finally {
      lock.unlock();
    }
    filling.nudge();
    bell.moved();
  }

  /** Runs on the errand: one at a time. */
  private void fill() {
    List<Stocking> reachable = reachable();
    boolean room = true;
    for (int rank = 0; rank < reachable.size() && room; rank++) {
      room = fillEdges(reachable.get(rank), rank);
    }
    room &= reachable.stream().noneMatch(this::awaitsEdges);
    for (int rank = 0; rank < reachable.size() && room; rank++) {
      room = fillRest(reachable.get(rank), rank);
    }
  }

  /** Whether its head, tail or index is still on the way: what else is wanted comes after that. */
  private boolean awaitsEdges(Stocking stocking) {
    boolean missing =
        IntStream.of(edgesOf(stocking)).anyMatch(index -> !store.holds(stocking.content(), index));
    lock.lock();
    try {
      return missing && stocking.trouble().isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The wants that have a source, in order; none while the disk takes nothing. */
  private List<Stocking> reachable() {
    return wanted().stream()
        .filter(stocking -> !store.isComplete(stocking.content()))
        .filter(stocking -> !directory.sourcesOf(stocking.content()).isEmpty())
        .toList();
  }

  private List<Stocking> wanted() {
    lock.lock();
    try {
      boolean idle = closed || pause.filter(this::lasts).isPresent();
      return idle
          ? List.of()
          : wants.values().stream().filter(one -> one.hopeless.isEmpty()).toList();
    } finally {
      lock.unlock();
    }
  }

  private boolean fillEdges(Stocking stocking, int rank) {
    boolean room = true;
    boolean more = true;
    while (room && more) {
      int[] edges = edgesOf(stocking);
      boolean missing = false;
      for (int index : edges) {
        if (room && !store.holds(stocking.content(), index)) {
          missing = true;
          room = ask(stocking, index, new Urgency(Urgency.Kind.EDGE, rank));
        }
      }
      more = !missing && locateIndex(stocking);
    }
    return room;
  }

  private int[] edgesOf(Stocking stocking) {
    lock.lock();
    try {
      return stocking.edges().stream().toArray();
    } finally {
      lock.unlock();
    }
  }

  /** Asks where the index is, once its surroundings are here. Gives whether to look again. */
  private boolean locateIndex(Stocking stocking) {
    lock.lock();
    try {
      if (!stocking.wantsIndex()) {
        return false;
      }
    } finally {
      lock.unlock();
    }
    List<ByteRange> found = indexRanges(stocking);
    lock.lock();
    try {
      stocking.indexFound(found);
      return stocking.wantsIndex();
    } finally {
      lock.unlock();
    }
  }

  private List<ByteRange> indexRanges(Stocking stocking) {
    long size = stocking.manifest.sizeBytes();
    try {
      return locator.indexRanges(
          stocking.manifest,
          (position, target) ->
              position < size ? store.read(stocking.manifest, position, target) : 0);
    } catch (RuntimeException e) { // task boundary: the bytes are a stranger's
      LOG.warn(
          "Cannot tell where {} keeps its index; it is stocked in order", stocking.manifest, e);
      return List.of();
    }
  }

  private boolean fillRest(Stocking stocking, int rank) {
    int count = stocking.manifest.chunkCount();
    int index = nextMissing(stocking, cursorOf(stocking));
    moveCursor(stocking, index);
    boolean room = true;
    while (index < count && room) {
      long place = ((long) rank << Integer.SIZE) + index;
      room = ask(stocking, index, new Urgency(Urgency.Kind.STOCK, place));
      index = nextMissing(stocking, index + 1);
    }
    return room;
  }

  private int nextMissing(Stocking stocking, int from) {
    return IntStream.range(from, stocking.manifest.chunkCount())
        .filter(index -> !store.holds(stocking.content(), index))
        .findFirst()
        .orElse(stocking.manifest.chunkCount());
  }

  private int cursorOf(Stocking stocking) {
    lock.lock();
    try {
      return stocking.cursor;
    } finally {
      lock.unlock();
    }
  }

  private void moveCursor(Stocking stocking, int index) {
    lock.lock();
    try {
      stocking.cursor = index;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks for a chunk unless it is on its way, and as urgently. Gives whether there is room to ask
   * for more.
   */
  private boolean ask(Stocking stocking, int index, Urgency urgency) {
    lock.lock();
    try {
      boolean hasRoom = stocking.isOnItsWay(index) || !isFull();
      if (closed || wants.get(stocking.content()) != stocking || !hasRoom) {
        return false;
      }
      if (stocking.open().size() - stocking.movingChunks() >= MOST_STUCK_CHUNKS
          || !stocking.begin(index, urgency.kind())) {
        return true;
      }
    } finally {
      lock.unlock();
    }
    ChunkRequest request = new ChunkRequest(stocking.manifest, index, urgency);
    Ticket ticket = fetcher.request(request, outcome -> ended(stocking, index, outcome));
    file(stocking, index, ticket);
    return true;
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

  private void file(Stocking stocking, int index, Ticket ticket) {
    boolean kept;
    lock.lock();
    try {
      kept = !closed && wants.get(stocking.content()) == stocking && stocking.file(index, ticket);
    } finally {
      lock.unlock();
    }
    if (!kept) {
      ticket.close();
    }
  }

  private void ended(Stocking stocking, int index, FetchOutcome outcome) {
    lock.lock();
    try {
      if (!stocking.ended(index)) {
        return; // its less urgent twin has told already
      }
      switch (outcome) {
        case FetchOutcome.Stored stored -> {
          stocking.rate.add(stocking.manifest.lengthOf(index), timers.nanoTime());
          pause = Optional.empty();
        }
        case FetchOutcome.Unsaved unsaved -> refused(unsaved.fault());
        case FetchOutcome.Delivered delivered -> {}
        case FetchOutcome.Failed failed -> {
          if (failed.fault() == Fault.CONTENT_CHANGED) {
            stocking.hopeless = Optional.of(failed.fault());
          } else {
            refused(failed.fault());
          }
        }
      }
    } finally {
      lock.unlock();
    }
    filling.nudge();
    bell.moved();
  }

  /** The disk took nothing: a pause, longer each time. */
  @GuardedBy("lock")
  private void refused(Fault fault) {
    if (pause.filter(this::lasts).isPresent()) {
      return;
    }
    Duration length = pause.map(before -> before.length().multipliedBy(2)).orElse(FIRST_PAUSE);
    length = length.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : length;
    pause = Optional.of(new Pause(fault, timers.nanoTime(), length));
    timers.after(length, filling::nudge);
  }

  private boolean lasts(Pause current) {
    return timers.nanoTime() - current.sinceNanos() < current.length().toNanos();
  }

  @Override
  public FetchProgress progress(ContentId content) {
    boolean ready = store.isComplete(content);
    boolean reachable = !directory.sourcesOf(content).isEmpty();
    long done = store.cachedBytes(content);
    lock.lock();
    try {
      Stocking stocking = wants.get(content);
      if (ready || stocking == null) {
        FetchProgress.State state = ready ? FetchProgress.State.READY : FetchProgress.State.WAITING;
        return new FetchProgress(
            state,
            done,
            0,
            ready ? Optional.of(Duration.ZERO) : Optional.empty(),
            Optional.empty());
      }
      long rate = stocking.rate.bytesPerSecond(timers.nanoTime());
      Optional<Fault> fault = faultOf(stocking, reachable);
      return new FetchProgress(
          stateOf(stocking, fault), done, rate, readyIn(content, fault), fault);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Optional<Fault> faultOf(Stocking stocking, boolean reachable) {
    if (!reachable) {
      return Optional.of(Fault.NO_SOURCE);
    }
    return stocking.trouble().or(() -> pause.map(Pause::fault));
  }

  private static FetchProgress.State stateOf(Stocking stocking, Optional<Fault> fault) {
    if (fault.isPresent()) {
      return FetchProgress.State.STALLED;
    }
    boolean allIsHere = stocking.cursor >= stocking.manifest.chunkCount(); // but not synced yet
    return stocking.open().isEmpty() && !allIsHere
        ? FetchProgress.State.WAITING
        : FetchProgress.State.FETCHING;
  }

  /** All that is wanted before it and its own rest, at the rate of all together. */
  @GuardedBy("lock")
  private Optional<Duration> readyIn(ContentId content, Optional<Fault> fault) {
    long rate = 0;
    long missing = 0;
    boolean before = true;
    for (Stocking stocking : wants.values()) {
      rate += stocking.rate.bytesPerSecond(timers.nanoTime());
      if (before) {
        missing += stocking.manifest.sizeBytes() - store.cachedBytes(stocking.content());
      }
      before &= !stocking.content().equals(content);
    }
    return rate == 0 || fault.isPresent()
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds((missing + rate - 1) / rate));
  }

  @Override
  public AutoCloseable onProgress(Runnable listener) {
    return bell.listen(listener);
  }

  /** Takes every request back. Idempotent. */
  @Override
  public void close() {
    List<AutoCloseable> left;
    lock.lock();
    try {
      closed = true;
      left = new ArrayList<>(subscriptions);
      subscriptions.clear();
    } finally {
      lock.unlock();
    }
    want(List.of());
    for (AutoCloseable subscription : left) {
      try {
        subscription.close();
      } catch (Exception e) { // AutoCloseable declares no less
        LOG.debug("A subscription did not close", e);
      }
    }
  }

  private record Pause(Fault fault, long sinceNanos, Duration length) {}
}
