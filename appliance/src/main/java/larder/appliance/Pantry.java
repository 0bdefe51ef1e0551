package larder.appliance;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Function;
import larder.media.ContentId;
import larder.media.Engine;
import larder.media.SystemTimers;
import larder.media.Timers;
import larder.media.cache.CacheLimits;
import larder.media.cache.ChunkStore;
import larder.media.cache.DiskFiles;
import larder.media.cache.Eviction;
import larder.media.cache.EvictionGate;
import larder.media.cache.FileChunkStore;
import larder.media.cache.Interest;
import larder.media.cache.ScrubMark;
import larder.media.cache.Scrubber;
import larder.media.cache.WatchedFirst;
import larder.media.fetch.FetchLimits;
import larder.media.fetch.Fetcher;
import larder.media.format.ContainerIndex;
import larder.media.prefetch.Mender;
import larder.media.prefetch.Prefetcher;
import larder.media.source.SourceDirectory;
import larder.media.stream.StreamSettings;
import larder.media.stream.Streams;
import larder.media.stream.TitleStreams;

/** The box's media pipeline: the cache, what fills it, and what streams from it. */
final class Pantry {

  private final Foundation ground;
  private final Engine engine;
  private final FileChunkStore store;
  private final ScrubMark mark;

  private Pantry(Foundation ground, Engine engine, FileChunkStore store, ScrubMark mark) {
    this.ground = ground;
    this.engine = engine;
    this.store = store;
    this.mark = mark;
  }

  /**
   * Opens the cache with what an earlier run left in it.
   *
   * @param interest what the household still wants of a content
   * @param gate told before bytes go
   */
  static Pantry open(Foundation ground, Function<ContentId, Interest> interest, EvictionGate gate) {
    SystemTimers timers = ground.owns(new SystemTimers());
    Executor threads = task -> Thread.ofVirtual().name("larder/media").start(task);
    Path directory = ground.home().cache();
    long budgetBytes = ground.settings().cache().budget().bytes();
    DiskFiles disk =
        new DiskFiles(directory, Clock.systemUTC(), ground.database().emergency()::free);
    FileChunkStore store =
        ground.owns(
            new FileChunkStore(
                directory,
                disk,
                () -> CacheLimits.ofBudget(budgetBytes),
                new Eviction(new WatchedFirst(), interest, gate),
                timers));
    store.open();
    ScrubMark mark = new ScrubMark(disk, directory, Clock.systemUTC());
    return new Pantry(ground, new Engine(timers, threads), store, mark);
  }

  ChunkStore store() {
    return store;
  }

  Timers timers() {
    return timers;
  }

  /**
   * What fetches and streams.
   *
   * @param prefetcher stocks; started
   */
  record Flow(Prefetcher prefetcher, Streams streams) {}

  /** Begins to fetch what is wanted from {@code directory}. */
  Flow flow(SourceDirectory directory) {
    Fetcher fetcher = ground.owns(new Fetcher(store, directory, FetchLimits.STANDARD, engine));
    fetcher.start();
    Prefetcher prefetcher =
        ground.owns(new Prefetcher(store, fetcher, directory, new ContainerIndex(), engine));
    prefetcher.start();
    ground.owns(new Mender(store, fetcher)).start();
    ground.owns(new Scrubber(store, mark, engine)).start();
    return new Flow(
        prefetcher, new TitleStreams(store, fetcher, engine.timers(), StreamSettings.STANDARD));
  }
}
