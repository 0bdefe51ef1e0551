package larder.media.stream;

import larder.media.Manifest;
import larder.media.Timers;
import larder.media.cache.ChunkStore;
import larder.media.fetch.Fetcher;

/** Opens streams over the cache that fetch what is missing. */
public final class TitleStreams implements Streams {

  private final ChunkStore store;
  private final Fetcher fetcher;
  private final Timers timers;
  private final StreamSettings settings;

  /**
   * @param store what is here
   * @param fetcher brings what is not
   * @param timers measure the patience
   * @param settings how streams read
   */
  public TitleStreams(ChunkStore store, Fetcher fetcher, Timers timers, StreamSettings settings) {
    this.store = store;
    this.fetcher = fetcher;
    this.timers = timers;
    this.settings = settings;
  }

  @Override
  public TitleStream open(Manifest manifest) {
    ReadAhead ahead = new ReadAhead(manifest, store, fetcher, settings);
    Arrivals arrivals = new Arrivals(manifest, fetcher, timers, settings.patience());
    return new CachedStream(manifest, store, arrivals, ahead, store.pin(manifest.contentId()));
  }
}
