package larder.media.prefetch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.ContentId;
import larder.media.Engine;
import larder.media.Errand;
import larder.media.Fault;
import larder.media.Timers;
import larder.media.cache.ChunkStore;
import larder.media.fetch.Fetcher;
import larder.media.fetch.Ticket;
import larder.media.source.SourceDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a few chunks of the wants asked for at any time ({@link Filling}). Does nothing while
 * nothing is missing or nothing can come.
 */
public final class Prefetcher implements Prefetching, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Prefetcher.class);

  private final ChunkStore store;
  private final SourceDirectory directory;
  private final Timers timers;
  private final Wants wants;
  private final Filling filling;
  private final Errand errand;
  private final ProgressBell bell;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final List<AutoCloseable> subscriptions = new ArrayList<>();

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
    this.directory = directory;
    this.timers = engine.timers();
    this.wants = new Wants(timers);
    this.filling = new Filling(wants, store, fetcher, directory, locator);
    this.errand = new Errand(engine.threads(), () -> filling.run(this::ended));
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
    wants.replace(ordered).forEach(Ticket::close);
    moved();
  }

  private void sourcesChanged() {
    wants.sourcesChanged();
    moved();
  }

  private void chunksChanged(ContentId content) {
    wants.chunksChanged(content);
    moved();
  }

  private void ended(Filling.Ended end) {
    Wants.Ending ending = wants.ended(end.stocking(), end.index(), end.outcome());
    if (ending.news()) {
      ending.tryAgainIn().ifPresent(delay -> timers.after(delay, errand::nudge));
      moved();
    }
  }

  private void moved() {
    errand.nudge();
    bell.moved();
  }

  @Override
  public FetchProgress progress(ContentId content) {
    long done = store.cachedBytes(content);
    if (store.isComplete(content)) {
      return new FetchProgress(
          FetchProgress.State.READY, done, 0, Optional.of(Duration.ZERO), Optional.empty());
    }
    boolean reachable = !directory.sourcesOf(content).isEmpty();
    return wants
        .standing(content)
        .map(standing -> progress(standing, done, reachable))
        .orElseGet(
            () ->
                new FetchProgress(
                    FetchProgress.State.WAITING, done, 0, Optional.empty(), Optional.empty()));
  }

  private FetchProgress progress(Wants.Standing standing, long done, boolean reachable) {
    Optional<Fault> fault = reachable ? standing.fault() : Optional.of(Fault.NO_SOURCE);
    FetchProgress.State state =
        fault.isPresent()
            ? FetchProgress.State.STALLED
            : standing.busy() ? FetchProgress.State.FETCHING : FetchProgress.State.WAITING;
    Optional<Duration> readyIn = fault.isPresent() ? Optional.empty() : readyIn(standing);
    return new FetchProgress(state, done, standing.rate(), readyIn, fault);
  }

  /** All that is wanted before it and its own rest, at the rate of all together. */
  private Optional<Duration> readyIn(Wants.Standing standing) {
    long rate = standing.rateOfAll();
    if (rate == 0) {
      return Optional.empty();
    }
    long missing =
        standing.upToIt().stream()
            .mapToLong(one -> one.sizeBytes() - store.cachedBytes(one.contentId()))
            .sum();
    return Optional.of(Duration.ofSeconds((missing + rate - 1) / rate));
  }

  @Override
  public AutoCloseable onProgress(Runnable listener) {
    return bell.listen(listener);
  }

  /** Takes every request back. Idempotent. */
  @Override
  public void close() {
    wants.close().forEach(Ticket::close);
    List<AutoCloseable> left;
    lock.lock();
    try {
      left = new ArrayList<>(subscriptions);
      subscriptions.clear();
    } finally {
      lock.unlock();
    }
    for (AutoCloseable subscription : left) {
      try {
        subscription.close();
      } catch (Exception e) { // AutoCloseable declares no less
        LOG.debug("A subscription did not close", e);
      }
    }
  }
}
