package larder.media.stream;

import larder.media.Manifest;
import larder.media.Timers;
import larder.media.cache.ChunkStore;
import larder.media.fetch.Fetcher;

/** Opens streams over the cache that fetch what is missing. */
public final class TitleStreams implements Streams {

  /**
   * What all readers together hold while the cache takes nothing: three of the largest chunks. With
   * what fetching may take it fits a heap of 160 MiB.
   */
  private static final long MOST_HELD_BYTES = 48 << 20;

  private final Supply supply;
  private final StreamSettings settings;
  private final HeldLimit heldLimit = new HeldLimit(MOST_HELD_BYTES);

  /**
   * @param store what is here
   * @param fetcher brings what is not
   * @param timers measure the patience, and how fast bytes come and go
   * @param settings how streams read
   */
  public TitleStreams(ChunkStore store, Fetcher fetcher, Timers timers, StreamSettings settings) {
    this.supply = new Supply(store, fetcher, timers);
    this.settings = settings;
  }

  @Override
  public TitleStream open(Manifest manifest) {
    ReadAhead ahead = new ReadAhead(manifest, supply, settings, new HeldChunks(heldLimit));
    Arrivals arrivals =
        new Arrivals(manifest, supply.fetcher(), supply.timers(), settings.patience());
    ChunkStore.Pin pin = supply.store().pin(manifest.contentId());
    return new CachedStream(manifest, supply.store(), arrivals, ahead, pin);
  }

  /** What readers read from. */
  record Supply(ChunkStore store, Fetcher fetcher, Timers timers) {}
}
