package larder.media.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import larder.media.Engine;
import larder.media.MediaException;
import larder.media.SystemTimers;
import larder.media.cache.CacheLimits;
import larder.media.cache.DiskFiles;
import larder.media.cache.Eviction;
import larder.media.cache.FileChunkStore;
import larder.media.cache.Interest;
import larder.media.cache.WatchedFirst;
import larder.media.fake.Await;
import larder.media.fake.FakeDirectory;
import larder.media.fake.FakeSource;
import larder.media.fake.FakeSource.Mood;
import larder.media.fake.TestContent;
import larder.media.fetch.FetchLimits;
import larder.media.fetch.Fetcher;
import larder.media.prefetch.Prefetcher;
import larder.media.prefetch.Want;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Store, fetch, prefetch and streams together, on a real disk, with sources of every mood. */
final class PipelineModelTest {

  private static final int CHUNKS = 24;
  private static final List<Mood> MOODS = List.of(Mood.values());

  @TempDir Path home;

  private final SystemTimers timers = new SystemTimers();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeDirectory directory = new FakeDirectory();
  private final List<TestContent> contents = new ArrayList<>();
  private final List<FakeSource> sources = new ArrayList<>();
  private volatile long budgetBytes = 1L << 30;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void fill() {
    for (int i = 0; i < 4; i++) {
      TestContent content =
          i < 3
              ? TestContent.ofChunks(50 + i, CHUNKS)
              : TestContent.learnedOfChunks(50 + i, CHUNKS);
      contents.add(content);
      FakeSource a = new FakeSource("a" + i, content);
      FakeSource b = new FakeSource("b" + i, content);
      sources.addAll(List.of(a, b));
      directory.put(content.id(), a, b);
    }
  }

  @AfterEach
  void stop() throws Exception {
    sources.forEach(FakeSource::letGo);
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
    threads.close();
    timers.close();
  }

  private FileChunkStore store() {
    FileChunkStore store =
        new FileChunkStore(
            home,
            new DiskFiles(home, InstantSource.system()),
            () -> new CacheLimits(budgetBytes, 0, 0),
            new Eviction(new WatchedFirst(), id -> Interest.IDLE, id -> {}),
            timers);
    store.open();
    open.add(store);
    return store;
  }

  private Fetcher fetcher(FileChunkStore store) {
    Fetcher fetcher =
        new Fetcher(store, directory, FetchLimits.STANDARD, new Engine(timers, threads));
    fetcher.start();
    open.add(fetcher);
    return fetcher;
  }

  private TitleStreams streams(FileChunkStore store, Fetcher fetcher) {
    StreamSettings settings =
        new StreamSettings(Duration.ofSeconds(3), 256 << 10, 512 << 10, 2 << 20);
    return new TitleStreams(store, fetcher, timers, settings);
  }

  @Test
  void everything_atRandom_neverServesAWrongByte() throws Exception {
    FileChunkStore store = store();
    Fetcher fetcher = fetcher(store);
    TitleStreams streams = streams(store, fetcher);
    Prefetcher prefetcher =
        new Prefetcher(
            store, fetcher, directory, (m, bytes) -> List.of(), new Engine(timers, threads));
    prefetcher.start();
    open.add(prefetcher);
    List<Future<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      long seed = i;
      readers.add(threads.submit(() -> readAtRandom(streams, new Random(seed), 60)));
    }
    Random random = new Random(99);
    while (readers.stream().anyMatch(reader -> !reader.isDone())) {
      upset(random, store, prefetcher);
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
    int served = 0;
    for (Future<Integer> reader : readers) {
      served += reader.get(20, TimeUnit.SECONDS);
    }
    assertThat(served).isPositive();
    assertThat(store.damagedChunks()).isZero();
    sources.forEach(source -> source.mood(Mood.HONEST).letGo());
    Await.until("every lease is released", () -> fetcher.inFlightBytes() == 0);
  }

  private void upset(Random random, FileChunkStore store, Prefetcher prefetcher) {
    int number = random.nextInt(sources.size());
    FakeSource source = sources.get(number);
    TestContent content = contents.get(random.nextInt(contents.size()));
    switch (random.nextInt(7)) {
      case 0 -> source.hold();
      case 1, 2 -> source.mood(Mood.HONEST).letGo();
      case 3 -> {
        Mood mood = MOODS.get(random.nextInt(MOODS.size()));
        // Nobody can tell a lie about a chunk of a learned content that was never seen.
        boolean learned = contents.get(number / 2).manifest().isLearned();
        source.mood(learned && mood == Mood.LYING ? Mood.HONEST : mood);
      }
      case 4 -> store.forget(content.id());
      case 5 -> budgetBytes = random.nextBoolean() ? 1L << 30 : 2 << 20;
      default -> prefetcher.want(contents.stream().map(c -> new Want(c.manifest())).toList());
    }
    directory.put(contents.getFirst().id(), sources.get(0), sources.get(1));
  }

  /** Gives how many reads were served; a read that fails with a fault is fine, a wrong byte not. */
  private int readAtRandom(TitleStreams streams, Random random, int reads)
      throws InterruptedException {
    TestContent content = contents.get(random.nextInt(contents.size()));
    int served = 0;
    try (TitleStream stream = streams.open(content.manifest())) {
      long position = 0;
      for (int i = 0; i < reads; i++) {
        if (random.nextInt(4) == 0) {
          position = (long) (random.nextDouble() * content.manifest().sizeBytes());
        }
        ByteBuffer target = ByteBuffer.allocate(1 + random.nextInt(100_000));
        try {
          int read = stream.read(position, target);
          if (read > 0) {
            byte[] got = Arrays.copyOf(target.array(), read);
            assertThat(Arrays.equals(got, content.bytes(position, read))).isTrue();
            position += read;
            served++;
          }
        } catch (MediaException e) {
          assertThat(e.fault().retryable() || e.fault() == larder.media.Fault.CONTENT_CHANGED)
              .isTrue();
          break;
        }
      }
    }
    return served;
  }

  @Test
  void readers_thousandAtOnce_shareEveryChunk() throws Exception {
    FileChunkStore store = store();
    TitleStreams streams = streams(store, fetcher(store));
    TestContent content = contents.getFirst();
    List<Future<Boolean>> readers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      long at = (i % CHUNKS) * (long) content.manifest().chunkBytes() + i;
      readers.add(
          threads.submit(
              () -> {
                try (TitleStream stream = streams.open(content.manifest())) {
                  ByteBuffer target = ByteBuffer.allocate(500);
                  int read = stream.read(at, target);
                  return Arrays.equals(
                      Arrays.copyOf(target.array(), read), content.bytes(at, read));
                }
              }));
    }
    for (Future<Boolean> reader : readers) {
      assertThat(reader.get(20, TimeUnit.SECONDS)).isTrue();
    }
    int asked = sources.get(0).asked().size() + sources.get(1).asked().size();
    assertThat(asked).isLessThanOrEqualTo(2 * CHUNKS);
  }
}
