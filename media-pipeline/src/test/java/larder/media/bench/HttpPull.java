package larder.media.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLSocketFactory;
import larder.media.ContentId;
import larder.media.Engine;
import larder.media.Manifest;
import larder.media.SystemTimers;
import larder.media.cache.CacheLimits;
import larder.media.cache.DiskFiles;
import larder.media.cache.Eviction;
import larder.media.cache.FileChunkStore;
import larder.media.cache.Interest;
import larder.media.cache.WatchedFirst;
import larder.media.fetch.FetchLimits;
import larder.media.fetch.Fetcher;
import larder.media.prefetch.Prefetcher;
import larder.media.prefetch.Want;
import larder.media.source.BlockSource;
import larder.media.source.SourceDirectory;
import larder.media.source.http.AddressRule;
import larder.media.source.http.ChunkSizes;
import larder.media.source.http.MirrorEvents;
import larder.media.source.http.NameLookup;
import larder.media.source.http.ProbeOutcome;
import larder.media.source.http.WebAccess;
import larder.media.source.http.WebCopy;
import larder.media.source.http.WebFile;
import larder.media.source.http.WebMirror;
import larder.media.source.http.WebProbe;
import larder.media.source.http.WebResource;
import larder.media.source.http.WebUrl;

/**
 * Stocks files from web servers into a new cache, one after the other, as a box does. Prints for
 * each the seconds until it was synced, and those of CPU that this process took meanwhile.
 */
public final class HttpPull {

  private HttpPull() {}

  /** {@code CACHE_DIRECTORY URL...}. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    try (SystemTimers timers = new SystemTimers();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        FileChunkStore store = store(directory, timers)) {
      WebAccess access =
          new WebAccess(
              AddressRule.PRIVATE_TOO,
              NameLookup.SYSTEM,
              (SSLSocketFactory) SSLSocketFactory.getDefault(),
              timers,
              "larder-bench");
      for (String url : List.of(args).subList(1, args.length)) {
        long sinceNanos = System.nanoTime();
        Duration cpuBefore = cpu();
        pull(store, access, WebUrl.parse(url), new Engine(timers, threads));
        double seconds = (System.nanoTime() - sinceNanos) / 1e9;
        double cpuSeconds = cpu().minus(cpuBefore).toMillis() / 1e3;
        System.out.printf(Locale.ROOT, "%.3f %.3f%n", seconds, cpuSeconds);
      }
    }
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  private static void pull(FileChunkStore store, WebAccess access, WebUrl url, Engine engine)
      throws InterruptedException {
    WebResource found = find(new WebProbe(access).probe(url, Duration.ofSeconds(10)));
    int chunkBytes = ChunkSizes.of(found.sizeBytes());
    Manifest manifest =
        new WebFile(url, found.sizeBytes(), chunkBytes, found.validator(), Optional.empty())
            .manifest();
    WebCopy copy = new WebCopy(url, found.validator(), found.ranges());
    try (WebMirror mirror = new WebMirror(access, manifest, copy, new NoEvents(store, manifest))) {
      pull(store, manifest, mirror, engine);
    }
  }

  private static FileChunkStore store(Path directory, SystemTimers timers) {
    FileChunkStore store =
        new FileChunkStore(
            directory,
            new DiskFiles(directory, InstantSource.system()),
            () -> new CacheLimits(1L << 40, 0, 0),
            new Eviction(new WatchedFirst(), id -> Interest.WANTED, id -> {}),
            timers);
    store.open();
    return store;
  }

  private static WebResource find(ProbeOutcome outcome) {
    return switch (outcome) {
      case ProbeOutcome.Found(WebResource resource) -> resource;
      case ProbeOutcome.Refused(String sentence) -> throw new IllegalStateException(sentence);
      case ProbeOutcome.Later later -> throw new IllegalStateException(later.sentence());
    };
  }

  private static void pull(FileChunkStore store, Manifest manifest, WebMirror mirror, Engine engine)
      throws InterruptedException {
    CountDownLatch complete = new CountDownLatch(1);
    store.onChange(
        content -> {
          if (store.isComplete(content)) {
            complete.countDown();
          }
        });
    OneDirectory directory = new OneDirectory(manifest.contentId(), mirror.sources());
    try (Fetcher fetcher = new Fetcher(store, directory, FetchLimits.STANDARD, engine);
        Prefetcher prefetcher =
            new Prefetcher(store, fetcher, directory, (m, bytes) -> List.of(), engine)) {
      fetcher.start();
      prefetcher.start();
      prefetcher.want(List.of(new Want(manifest)));
      complete.await();
    }
  }

  private record OneDirectory(ContentId content, List<BlockSource> sources)
      implements SourceDirectory {
    @Override
    public List<BlockSource> sourcesOf(ContentId wanted) {
      return wanted.equals(content) ? sources : List.of();
    }

    @Override
    public Subscription onChange(Runnable listener) {
      return () -> {};
    }
  }

  private record NoEvents(FileChunkStore store, Manifest manifest) implements MirrorEvents {
    @Override
    public boolean isHeld(int index) {
      return store.holds(manifest.contentId(), index);
    }

    @Override
    public void recovered() {}

    @Override
    public void changed(String sentence) {
      throw new IllegalStateException(sentence);
    }
  }
}
