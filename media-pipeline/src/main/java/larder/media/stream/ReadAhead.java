package larder.media.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.Manifest;
import larder.media.cache.ChunkStore;
import larder.media.fetch.ChunkRequest;
import larder.media.fetch.FetchOutcome;
import larder.media.fetch.Fetcher;
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
  private final ChunkStore store;
  private final Fetcher fetcher;
  private final StreamSettings settings;
  private final HeldChunks held = new HeldChunks();
  private final ReentrantLock lock = new ReentrantLock();

  /** Owned by the reading thread. */
  private long nextBytes = -1;

  private long runBytes;
  private int window;
  private int windowFirst = -1;

  /** Asked for and not here yet; a request is filed before its ticket is known. */
  @GuardedBy("lock")
  private final TreeMap<Integer, Optional<Ticket>> open = new TreeMap<>();

  /** The store does not take chunks: they stay in memory, so one at a time. */
  private volatile boolean unsaved;

  private volatile boolean closed;

  ReadAhead(Manifest manifest, ChunkStore store, Fetcher fetcher, StreamSettings settings) {
    this.manifest = manifest;
    this.store = store;
    this.fetcher = fetcher;
    this.settings = settings;
  }

  HeldChunks held() {
    return held;
  }

  /** The reader got {@code lengthBytes} from {@code positionBytes} on. */
  void advanced(long positionBytes, int lengthBytes) {
    if (positionBytes != nextBytes) {
      runBytes = 0;
      windowFirst = -1;
      withdraw(Integer.MAX_VALUE);
      int here = manifest.chunkAt(positionBytes);
      held.retain(here, here);
    }
    runBytes += lengthBytes;
    nextBytes = positionBytes + lengthBytes;
    if (runBytes >= settings.provedBytes() && nextBytes < manifest.sizeBytes()) {
      extend(manifest.chunkAt(nextBytes));
    }
  }

  private void extend(int first) {
    long bytes = Math.clamp(runBytes, settings.leastAheadBytes(), settings.mostAheadBytes());
    int chunks = unsaved ? 1 : Math.clamp(bytes / manifest.chunkBytes(), 1, MOST_CHUNKS);
    if (first == windowFirst && chunks == window) {
      return;
    }
    windowFirst = first;
    window = chunks;
    withdraw(first);
    int last = Math.min(manifest.chunkCount() - 1, first + chunks);
    held.retain(first, last);
    for (int index = first; index <= last; index++) {
      if (!store.holds(manifest.contentId(), index) && held.find(index).isEmpty()) {
        ask(index, index - first);
      }
    }
  }

  private void ask(int index, int distance) {
    lock.lock();
    try {
      if (closed || open.putIfAbsent(index, Optional.empty()) != null) {
        return;
      }
    } finally {
      lock.unlock();
    }
    Urgency urgency = new Urgency(Urgency.Kind.READ_AHEAD, distance);
    ChunkRequest request = new ChunkRequest(manifest, index, urgency);
    file(index, fetcher.request(request, outcome -> arrived(index, outcome)));
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
      open.remove(index);
    } finally {
      lock.unlock();
    }
    switch (outcome) {
      case FetchOutcome.Unsaved late -> {
        unsaved = true;
        if (!closed) {
          held.hold(late.chunk());
        }
      }
      case FetchOutcome.Stored stored -> unsaved = false;
      case FetchOutcome.Delivered delivered -> {}
      case FetchOutcome.Failed failed -> {}
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
