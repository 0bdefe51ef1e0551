package larder.media.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import larder.media.ByteRange;
import larder.media.Engine;
import larder.media.Fault;
import larder.media.cache.MemoryChunkStore;
import larder.media.fake.Await;
import larder.media.fake.FakeDirectory;
import larder.media.fake.FakeSource;
import larder.media.fake.ManualTimers;
import larder.media.fake.TestContent;
import larder.media.fetch.FetchLimits;
import larder.media.fetch.Fetcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PrefetcherTest {

  private final TestContent first = TestContent.ofChunks(31, 60);
  private final TestContent second = TestContent.ofChunks(32, 60);
  private final ManualTimers timers = new ManualTimers();
  private final FakeDirectory directory = new FakeDirectory();
  private final MemoryChunkStore store = new MemoryChunkStore(1 << 30);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Engine engine = new Engine(timers, threads);
  private final Fetcher fetcher =
      new Fetcher(store, directory, new FetchLimits(256 << 10, 1 << 20), engine);
  private final FakeSource source1 = new FakeSource("pc", first);
  private final FakeSource source2 = new FakeSource("pc", second);
  private final Prefetcher prefetcher =
      new Prefetcher(store, fetcher, directory, this::indexRanges, engine);

  private List<ByteRange> indexRanges(larder.media.Manifest manifest, CachedBytes bytes) {
    return List.of(manifest.rangeOf(40));
  }

  @BeforeEach
  void start() {
    fetcher.start();
    prefetcher.start();
  }

  @AfterEach
  void stop() {
    prefetcher.close();
    fetcher.close();
    source1.letGo();
    source2.letGo();
    threads.close();
  }

  private void wantBoth() {
    prefetcher.want(List.of(new Want(first.manifest()), new Want(second.manifest())));
  }

  private boolean isStored(TestContent content) {
    return java.util.stream.IntStream.range(0, 60).allMatch(i -> store.holds(content.id(), i));
  }

  @Test
  void wants_two_edgesOfBothComeFirstThenTheQueueInOrder() {
    directory.put(first.id(), source1);
    directory.put(second.id(), source2);
    wantBoth();
    Await.until("both are stored", () -> isStored(first) && isStored(second));
    assertThat(source1.asked()).doesNotHaveDuplicates().hasSize(60);
    // Head and tail are 31 chunks; the index is known only then, with a few more on their way.
    assertThat(source1.asked().subList(0, 31)).contains(0, 10, 22, 59);
    assertThat(source2.asked().subList(0, 31)).contains(0, 10, 22, 59);
    assertThat(source1.asked().subList(0, 40)).contains(40);
    assertThat(source2.asked().subList(0, 40)).contains(40);
    store.flush();
    FetchProgress progress = prefetcher.progress(first.id());
    assertThat(progress.state()).isEqualTo(FetchProgress.State.READY);
    assertThat(progress.doneBytes()).isEqualTo(first.manifest().sizeBytes());
  }

  @Test
  void want_behindABusySource_isNoTrouble() {
    directory.put(first.id(), source1);
    directory.put(second.id(), source1);
    source1.hold();
    wantBoth();
    Await.until("the source is busy", () -> !source1.asked().isEmpty());
    timers.advance(Duration.ofSeconds(1));
    assertThat(prefetcher.progress(first.id()).fault()).isEmpty();
    assertThat(prefetcher.progress(second.id()).fault()).isEmpty();
  }

  @Test
  void want_withoutASource_stallsAndTheNextGoesOn() {
    directory.put(second.id(), source2);
    wantBoth();
    Await.until("the second is stored", () -> isStored(second));
    FetchProgress progress = prefetcher.progress(first.id());
    assertThat(progress.state()).isEqualTo(FetchProgress.State.STALLED);
    assertThat(progress.fault()).contains(Fault.NO_SOURCE);
    directory.put(first.id(), source1);
    Await.until("the first is stored", () -> isStored(first));
  }

  @Test
  void disk_full_stallsAndGoesOnByItself() {
    store.budget(20L * (128 << 10));
    directory.put(first.id(), source1);
    prefetcher.want(List.of(new Want(first.manifest())));
    Await.until(
        "it stalls",
        () -> prefetcher.progress(first.id()).fault().equals(Optional.of(Fault.DISK_FULL)));
    assertThat(prefetcher.progress(first.id()).state()).isEqualTo(FetchProgress.State.STALLED);
    store.budget(1 << 30);
    timers.advance(Duration.ofSeconds(5));
    Await.until("it is stored", () -> isStored(first));
  }

  @Test
  void want_withdrawn_stops() {
    directory.put(first.id(), source1);
    source1.hold();
    prefetcher.want(List.of(new Want(first.manifest())));
    Await.until("it is asked for", () -> !source1.asked().isEmpty());
    prefetcher.want(List.of());
    int asked = source1.asked().size();
    source1.letGo();
    Await.until("nothing is in flight", () -> fetcher.inFlightBytes() == 0);
    assertThat(source1.asked()).hasSizeLessThanOrEqualTo(asked + 2);
    assertThat(prefetcher.progress(first.id()).state()).isEqualTo(FetchProgress.State.WAITING);
  }

  @Test
  void progress_moving_isToldAtMostFourTimesASecond() {
    AtomicInteger rings = new AtomicInteger();
    prefetcher.onProgress(rings::incrementAndGet);
    directory.put(first.id(), source1);
    prefetcher.want(List.of(new Want(first.manifest())));
    Await.until("it is stored", () -> isStored(first));
    timers.advance(Duration.ofSeconds(1));
    Await.until("it rang", () -> rings.get() > 0);
    assertThat(rings.get()).isLessThanOrEqualTo(5);
  }

  @Test
  void progress_fetching_knowsRateAndEnd() {
    directory.put(first.id(), source1);
    prefetcher.want(List.of(new Want(first.manifest())));
    Await.until("it is stored", () -> isStored(first));
    FetchProgress progress = prefetcher.progress(first.id());
    assertThat(progress.rateBytesPerSecond()).isPositive();
    assertThat(progress.readyIn()).isPresent();
    timers.advance(Duration.ofSeconds(10));
    assertThat(prefetcher.progress(first.id()).rateBytesPerSecond()).isZero();
  }
}
