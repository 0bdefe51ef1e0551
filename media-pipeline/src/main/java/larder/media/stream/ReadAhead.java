package larder.media.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.Manifest;
import larder.media.fetch.ChunkRequest;
import larder.media.fetch.FetchOutcome;
import larder.media.fetch.Ticket;
import larder.media.fetch.Urgency;

/**
 * Fetches what a reader will need next, once its reading has proved sequential; driven by what is
 * read and nothing else, so that a reader who stops stops it.
 */
final class ReadAhead {

  /** Small chunks: enough of them for any window, and a bound on what one reader may ask for. */
  private static final int MOST_CHUNKS = 64;

  private final Manifest manifest;
  private final TitleStreams.Supply supply;
  private final StreamSettings settings;
  private final HeldChunks held;
  private final ReentrantLock lock = new ReentrantLock();

  /** Owned by the reading thread, as are the next ones. */
  private long nextBytes = -1;

  private final Pace reading = new Pace();
  private long runBytes;
  private int windowFirst = -1;
  private int windowLast = -1;

  /** How fast read-ahead comes, counted while any is open. */
  @GuardedBy("lock")
  private final Pace arriving = new Pace();

  /** Asked for and not here yet; a request is filed before its ticket is known. */
  @GuardedBy("lock")
  private final TreeMap<Integer, Optional<Ticket>> open = new TreeMap<>();

  /** The store does not take chunks: they stay in memory, so one at a time. */
  private volatile boolean unsaved;

  /** Something of the window did not come, or did not stay: it is asked for once more. */
  private volatile boolean gap;

  private volatile boolean closed;

  ReadAhead(
      Manifest manifest, TitleStreams.Supply supply, StreamSettings settings, HeldChunks held) {
    this.manifest = manifest;
    this.supply = supply;
    this.settings = settings;
    this.held = held;
  }

  HeldChunks held() {
    return held;
  }

  /** The reader got {@code lengthBytes} from {@code positionBytes} on. */
  void advanced(long positionBytes, int lengthBytes) {
    long now = supply.timers().nanoTime();
    if (positionBytes != nextBytes) {
      runBytes = 0;
      windowFirst = -1;
      windowLast = -1;
      withdraw(Integer.MAX_VALUE);
      int here = manifest.chunkAt(positionBytes);
      held.retain(here, here);
      reading.mark(now);
    }
    reading.count(lengthBytes, now);
    runBytes += lengthBytes;
    nextBytes = positionBytes + lengthBytes;
    if (runBytes >= settings.provedBytes() && nextBytes < manifest.sizeBytes()) {
      extend(manifest.chunkAt(nextBytes));
    }
  }

  /** Asks for what the window has and did not have before; what it had is asked for already. */
  private void extend(int first) {
    if (gap) {
      gap = false;
      windowLast = -1;
    }
    int last = Math.min(manifest.chunkCount() - 1, first + windowChunks());
    if (first == windowFirst && last <= windowLast) {
      return;
    }
    withdraw(first);
    held.retain(first, Math.max(last, windowLast));
    for (int index = Math.max(first, windowLast + 1); index <= last; index++) {
      if (!supply.store().holds(manifest.contentId(), index) && held.find(index).isEmpty()) {
        ask(index, index - first);
      }
    }
    windowFirst = first;
    windowLast = Math.max(last, windowLast);
  }

  private int windowChunks() {
    if (unsaved) {
      return 1;
    }
    OptionalDouble source;
    lock.lock();
    try {
      source = arriving.bytesPerSecond();
    } finally {
      lock.unlock();
    }
    long bytes = AheadWindow.bytes(settings, runBytes, reading.bytesPerSecond(), source);
    return Math.clamp(bytes / manifest.chunkBytes(), 1, MOST_CHUNKS);
  }

  private void ask(int index, int distance) {
    lock.lock();
    try {
      if (open.isEmpty()) {
        arriving.mark(supply.timers().nanoTime());
      }
      if (closed || open.putIfAbsent(index, Optional.empty()) != null) {
        return;
      }
    } finally {
      lock.unlock();
    }
    Urgency urgency = new Urgency(Urgency.Kind.READ_AHEAD, distance);
    ChunkRequest request = new ChunkRequest(manifest, index, urgency);
    file(index, supply.fetcher().request(request, outcome -> arrived(index, outcome)));
  }

  /** Keeps the ticket, unless its outcome was faster or the stream was closed. */
  private void file(int index, Ticket ticket) {
    boolean kept;
    lock.lock();
    try {
      kept = !closed && open.replace(index, Optional.of(ticket)) != null;
    } finally {
      lock.unlock();
    }
    if (!kept) {
      ticket.close();
    }
  }

  private void arrived(int index, FetchOutcome outcome) {
    lock.lock();
    try {
      if (open.remove(index) != null) {
        arriving.count(manifest.lengthOf(index), supply.timers().nanoTime());
      }
    } finally {
      lock.unlock();
    }
    switch (outcome) {
      case FetchOutcome.Unsaved late -> {
        unsaved = true;
        gap = true;
        if (!closed) {
          held.hold(late.chunk());
        }
      }
      case FetchOutcome.Stored stored -> unsaved = false;
      case FetchOutcome.Delivered delivered -> {}
      case FetchOutcome.Failed failed -> gap = true;
    }
  }

  /** Takes back what lies before chunk {@code end}. */
  private void withdraw(int end) {
    List<Ticket> passed = new ArrayList<>();
    lock.lock();
    try {
      var before = open.headMap(end, false);
      before.values().forEach(ticket -> ticket.ifPresent(passed::add));
      before.clear();
    } finally {
      lock.unlock();
    }
    passed.forEach(Ticket::close);
  }

  /** Takes everything back. From any thread; idempotent. */
  void close() {
    closed = true;
    withdraw(Integer.MAX_VALUE);
    held.retain(0, -1);
  }
}
