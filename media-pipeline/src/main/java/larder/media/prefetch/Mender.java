package larder.media.prefetch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.cache.ChunkStore;
import larder.media.cache.FileChunkStore;
import larder.media.fetch.ChunkRequest;
import larder.media.fetch.FetchOutcome;
import larder.media.fetch.Fetcher;
import larder.media.fetch.Ticket;
import larder.media.fetch.Urgency;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches again what was found damaged, also of titles that nobody waits for any more: a finished
 * entry of the queue stays complete. After everything else that is wanted, and when a source comes.
 */
public final class Mender implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Mender.class);

  /** A dying disk must not make a library's worth of requests; the next look finds the rest. */
  private static final int MOST = 256;

  private static final Urgency LAST = new Urgency(Urgency.Kind.STOCK, Long.MAX_VALUE);

  private final FileChunkStore store;
  private final Fetcher fetcher;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<Wound, Optional<Ticket>> open = new HashMap<>();

  @GuardedBy("lock")
  private boolean closed;

  private ChunkStore.Pin listening = () -> {};

  public Mender(FileChunkStore store, Fetcher fetcher) {
    this.store = store;
    this.fetcher = fetcher;
  }

  /** Begins to listen for damage. */
  public void start() {
    listening = store.onDamage(this::mend);
  }

  private void mend(Manifest manifest, int index) {
    Wound wound = new Wound(manifest.contentId(), index);
    lock.lock();
    try {
      if (closed || open.size() >= MOST || open.putIfAbsent(wound, Optional.empty()) != null) {
        return;
      }
    } finally {
      lock.unlock();
    }
    Ticket ticket =
        fetcher.request(new ChunkRequest(manifest, index, LAST), outcome -> mended(wound, outcome));
    lock.lock();
    try {
      open.replace(wound, Optional.of(ticket)); // unless the outcome was faster
    } finally {
      lock.unlock();
    }
  }

  private void mended(Wound wound, FetchOutcome outcome) {
    lock.lock();
    try {
      open.remove(wound);
    } finally {
      lock.unlock();
    }
    if (outcome instanceof FetchOutcome.Stored) {
      LOG.info("Chunk {} of {} is whole again", wound.index(), wound.content());
    }
  }

  /** Takes every request back. Idempotent. */
  @Override
  public void close() {
    listening.close();
    List<Ticket> left;
    lock.lock();
    try {
      closed = true;
      left = open.values().stream().flatMap(Optional::stream).toList();
      open.clear();
    } finally {
      lock.unlock();
    }
    left.forEach(Ticket::close);
  }

  private record Wound(ContentId content, int index) {}
}
