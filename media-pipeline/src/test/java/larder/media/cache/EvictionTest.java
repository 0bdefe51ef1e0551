package larder.media.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import larder.media.ContentId;
import larder.media.Fault;
import larder.media.MediaException;
import larder.media.SystemTimers;
import larder.media.cache.EvictionPolicy.Part;
import larder.media.cache.EvictionPolicy.Victim;
import larder.media.fake.ManualTimers;
import larder.media.fake.TestContent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes when room is needed, how much of it, and that the limits hold all the while. */
final class EvictionTest {

  /** With a head of 23 chunks and a tail of 8. */
  private static final int CHUNKS = 60;

  private static final int HEAD = 23;
  private static final int TAIL_FROM = 52;

  @TempDir Path home;

  private final Map<ContentId, Interest> interest = new ConcurrentHashMap<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final TestContent old = TestContent.ofChunks(1, CHUNKS);
  private final TestContent recent = TestContent.ofChunks(2, CHUNKS);
  private final TestContent fresh = TestContent.ofChunks(3, CHUNKS);
  private final ManualTimers timers = new ManualTimers();
  private final FaultyFiles disk = new FaultyFiles(new DiskFiles(home(), InstantSource.system()));

  private static Path home() {
    return Path.of(".");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private FileChunkStore store(CacheFiles files, long budgetBytes) {
    FileChunkStore store =
        new FileChunkStore(
            home.resolve("cache"),
            files,
            () -> new CacheLimits(budgetBytes, 0, 0),
            new Eviction(
                new WatchedFirst(), id -> interest.getOrDefault(id, Interest.IDLE), id -> {}),
            timers);
    store.open();
    open.add(store);
    return store;
  }

  private static void fill(ChunkStore store, TestContent content) throws MediaException {
    for (int i = 0; i < CHUNKS; i++) {
      ChunkStoreContract.put(store, content, i);
    }
    store.flush();
  }

  private long allocatedKib(TestContent content) throws IOException {
    String hex = content.id().hex();
    Path file = home.resolve("cache").resolve(hex.substring(0, 2)).resolve(hex + ".data");
    Process du = new ProcessBuilder("du", "-k", file.toString()).redirectErrorStream(true).start();
    String answer = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Long.parseLong(answer.split("\\s+", 2)[0]);
  }

  @Test
  void policy_always_sparesEdgesUntilNothingElseIsLeft() {
    EvictionCandidate watched = candidate(1, 9, Interest.WATCHED);
    EvictionCandidate idle = candidate(2, 5, Interest.IDLE);
    EvictionCandidate older = candidate(3, 4, Interest.IDLE);
    EvictionCandidate wanted = candidate(4, 1, Interest.WANTED);
    List<EvictionCandidate> all = List.of(wanted, idle, watched, older);
    assertThat(new WatchedFirst().victims(all, Purpose.STOCK))
        .containsExactly(
            new Victim(watched.content(), Part.ALL),
            new Victim(older.content(), Part.MIDDLE),
            new Victim(idle.content(), Part.MIDDLE),
            new Victim(older.content(), Part.ALL),
            new Victim(idle.content(), Part.ALL));
    assertThat(new WatchedFirst().victims(all, Purpose.DEMAND))
        .containsSequence(
            new Victim(idle.content(), Part.MIDDLE),
            new Victim(wanted.content(), Part.MIDDLE),
            new Victim(older.content(), Part.ALL));
  }

  private static EvictionCandidate candidate(int seed, long lastUse, Interest interest) {
    return new EvictionCandidate(TestContent.ofChunks(seed, 1).id(), 1, lastUse, interest);
  }

  @Test
  void budget_full_takesTheMiddleAndLeavesHeadAndTail() throws Exception {
    ChunkStore store = store(disk, old.manifest().sizeBytes() * 2);
    fill(store, old);
    fill(store, recent);
    ChunkStoreContract.put(store, fresh, 0);
    BitSet left = new BitSet();
    left.set(0, HEAD);
    left.set(TAIL_FROM, CHUNKS);
    assertThat(store.present(old.id())).isEqualTo(left);
    assertThat(store.isComplete(recent.id())).isTrue();
    assertThat(store.readChunk(old.manifest(), 5)).contains(old.chunkBytes(5));
    assertThat(store.readChunk(old.manifest(), CHUNKS - 1)).contains(old.chunkBytes(CHUNKS - 1));
    assertThat(store.readChunk(old.manifest(), 40)).isEmpty();
    assertThat(allocatedKib(old)).isBetween(31 * 128L, 31 * 128L + 64);
    assertThat(store.usage().usedBytes())
        .isEqualTo(store.cachedBytes(old.id()) + recent.manifest().sizeBytes() + (128 << 10));
    assertThat(store.damagedChunks()).isZero();
  }

  @Test
  void middle_evictedAndFetchedAgain_survivesRestart() throws Exception {
    FileChunkStore store = store(disk, old.manifest().sizeBytes() * 2);
    fill(store, old);
    fill(store, recent);
    ChunkStoreContract.put(store, fresh, 0);
    ChunkStoreContract.put(store, old, 40);
    store.close();
    ChunkStore again = store(disk, 1 << 30);
    assertThat(again.present(old.id()).cardinality()).isEqualTo(32);
    assertThat(again.readChunk(old.manifest(), 40)).contains(old.chunkBytes(40));
    assertThat(again.damagedChunks()).isZero();
  }

  @Test
  void fileSystem_withoutHoles_givesWholeContents() throws Exception {
    disk.canRelease = false;
    ChunkStore store = store(disk, old.manifest().sizeBytes() * 2);
    fill(store, old);
    fill(store, recent);
    ChunkStoreContract.put(store, fresh, 0);
    assertThat(store.cachedBytes(old.id())).isZero();
    assertThat(store.isComplete(recent.id())).isTrue();
    assertThat(store.usage().usedBytes())
        .isEqualTo(recent.manifest().sizeBytes() + fresh.manifest().lengthOf(0));
  }

  @Test
  void edges_goLast_whenNothingElseIsLeft() throws Exception {
    ChunkStore store = store(disk, old.manifest().sizeBytes() * 2);
    fill(store, old);
    fill(store, recent);
    for (int i = 0; i < 2 * (TAIL_FROM - HEAD); i++) {
      ChunkStoreContract.put(store, fresh, i);
    }
    for (TestContent partly : List.of(old, recent)) {
      assertThat(store.holds(partly.id(), 0)).isTrue();
      assertThat(store.holds(partly.id(), CHUNKS - 1)).isTrue();
      assertThat(store.holds(partly.id(), HEAD)).isFalse();
    }
    ChunkStoreContract.put(store, fresh, CHUNKS - 1);
    assertThat(store.holds(old.id(), 0)).isFalse();
    assertThat(store.holds(recent.id(), 0)).isTrue();
  }

  @Test
  void queuedSince_rankedAsIdle_isSpared() throws Exception {
    ChunkStore store = store(disk, old.manifest().sizeBytes() * 2);
    fill(store, old);
    fill(store, recent);
    for (int i = 0; i < 5; i++) {
      ChunkStoreContract.put(store, fresh, i);
    }
    interest.put(recent.id(), Interest.WANTED);
    for (int i = 5; i < CHUNKS; i++) {
      tryStock(store, fresh, i);
    }
    assertThat(store.isComplete(recent.id())).isTrue();
  }

  private static boolean tryStock(ChunkStore store, TestContent content, int index)
      throws MediaException {
    return switch (store.admit(content.manifest(), index, Purpose.STOCK)) {
      case Admission.Denied _ -> false;
      case Admission.Granted granted -> {
        try (granted) {
          granted.write(content.chunk(index));
          yield true;
        }
      }
    };
  }

  private static boolean storedUnlessLeaving(ChunkStore store, TestContent content, int index) {
    try {
      return tryStock(store, content, index);
    } catch (MediaException e) {
      assertThat(e.fault()).isEqualTo(Fault.DISK_FULL);
      return false;
    }
  }

  /** Budget and reserve, looked at all the while; and no reader ever sees a wrong byte. */
  @Test
  void limits_manyFetchesAtOnce_holdAtEveryMoment() throws Exception {
    long budgetBytes = 12L << 20;
    SmallDisk small =
        new SmallDisk(new DiskFiles(home, InstantSource.system()), (10L << 20) + (4 << 20));
    List<TestContent> contents = new ArrayList<>();
    IntStream.range(0, 6).forEach(i -> contents.add(TestContent.ofChunks(20 + i, CHUNKS)));
    try (SystemTimers real = new SystemTimers();
        FileChunkStore store =
            new FileChunkStore(
                home.resolve("cache"),
                small,
                () -> new CacheLimits(budgetBytes, 3 << 20, 0),
                new Eviction(new WatchedFirst(), id -> Interest.IDLE, id -> {}),
                real);
        ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      store.open();
      AtomicBoolean over = new AtomicBoolean();
      Future<Long> watch = threads.submit(() -> watch(store, small, budgetBytes, over));
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        TestContent content = contents.get(i % contents.size());
        int first = i;
        work.add(() -> fetchAndRead(store, content, first));
      }
      int stored = 0;
      try {
        for (Future<Integer> one : threads.invokeAll(work, 60, TimeUnit.SECONDS)) {
          stored += one.get();
        }
      } finally {
        over.set(true);
      }
      long samples = watch.get(30, TimeUnit.SECONDS);
      System.out.printf(
          "FIGURE budget and reserve under 12 fetches: %d chunks stored, %d samples,"
              + " least free %d KiB over the reserve%n",
          stored, samples, (small.leastFree() - (3 << 20)) >> 10);
      assertThat(stored).isGreaterThan(CHUNKS);
      assertThat(small.leastFree()).isGreaterThanOrEqualTo(3 << 20);
      assertThat(store.damagedChunks()).isZero();
    }
  }

  private static long watch(
      ChunkStore store, SmallDisk disk, long budgetBytes, AtomicBoolean over) {
    long samples = 0;
    while (!over.get()) {
      assertThat(store.usage().usedBytes()).isLessThanOrEqualTo(budgetBytes);
      assertThat(disk.usedBytes()).isLessThanOrEqualTo(budgetBytes);
      samples++;
      LockSupport.parkNanos(20_000);
    }
    return samples;
  }

  private static int fetchAndRead(ChunkStore store, TestContent content, int seed)
      throws MediaException {
    java.util.Random random = new java.util.Random(seed);
    int stored = 0;
    for (int n = 0; n < 3 * CHUNKS; n++) {
      int index = (n + seed) % CHUNKS;
      stored += storedUnlessLeaving(store, content, index) ? 1 : 0;
      int look = random.nextInt(CHUNKS);
      java.nio.ByteBuffer some = java.nio.ByteBuffer.allocate(1000);
      long offset = content.manifest().rangeOf(look).offsetBytes();
      int read = store.read(content.manifest(), offset, some);
      assertThat(java.util.Arrays.copyOf(some.array(), read))
          .isEqualTo(content.bytes(offset, read));
    }
    return stored;
  }
}
