package larder.media.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import larder.media.BlockHash;
import larder.media.ContentId;
import larder.media.Fault;
import larder.media.MediaException;
import larder.media.fake.ManualTimers;
import larder.media.fake.TestContent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store on disk: the contract, recovery, faults, budget and eviction. */
class FileChunkStoreTest extends ChunkStoreContract {

  @TempDir Path home;

  private final List<ChunkStore> opened = new ArrayList<>();
  private final ManualTimers timers = new ManualTimers();
  private final Map<ContentId, Interest> interest = new HashMap<>();
  private final List<ContentId> announced = new ArrayList<>();
  FaultyFiles disk = new FaultyFiles(new DiskFiles(Path.of("."), InstantSource.system()));

  @Override
  protected final ChunkStore open(long budgetBytes) {
    return open(budgetBytes, new CountDownLatch(0));
  }

  private FileChunkStore open(long budgetBytes, CountDownLatch listing) {
    disk = new FaultyFiles(new DiskFiles(home, InstantSource.system()));
    disk.holdListing(listing);
    FileChunkStore store =
        new FileChunkStore(
            home.resolve("cache"),
            disk,
            () -> new CacheLimits(budgetBytes, 1 << 20, 0),
            new Eviction(
                new WatchedFirst(), id -> interest.getOrDefault(id, Interest.IDLE), announced::add),
            timers);
    store.open();
    opened.add(store);
    return store;
  }

  @AfterEach
  void closeAll() {
    opened.forEach(ChunkStore::close);
  }

  final ChunkStore reopened() {
    opened.forEach(ChunkStore::close);
    ChunkStore again = open(1 << 30);
    assertThat(again.complete()).as("all is found that is there").isNotNull();
    return again;
  }

  final Path file(String suffix) {
    String hex = content.id().hex();
    return home.resolve("cache").resolve(hex.substring(0, 2)).resolve(hex + suffix);
  }

  final ChunkStore stored(int... chunks) throws MediaException {
    ChunkStore store = open(1 << 30);
    for (int chunk : chunks) {
      put(store, content, chunk);
      store.flush();
    }
    return store;
  }

  private void assertHonest(ChunkStore store) throws MediaException {
    for (int i = 0; i < content.manifest().chunkCount(); i++) {
      int index = i;
      store
          .readChunk(content.manifest(), i)
          .ifPresent(bytes -> assertThat(bytes).isEqualTo(content.chunkBytes(index)));
    }
  }

  @Test
  void restart_clean_keepsEverything() throws MediaException {
    stored(0, 1, 4);
    ChunkStore again = reopened();
    assertThat(again.present(content.id()).stream().toArray()).containsExactly(0, 1, 4);
    assertThat(again.readChunk(content.manifest(), 4)).contains(content.chunkBytes(4));
    assertThat(again.manifest(content.id())).contains(content.manifest());
    assertThat(again.usage().usedBytes())
        .isEqualTo(content.manifest().lengthOf(0) * 2L + content.manifest().lengthOf(4));
  }

  @Test
  void dataFile_oneLateChunk_staysSparse() throws Exception {
    stored(4);
    Process du =
        new ProcessBuilder("du", "-k", file(".data").toString()).redirectErrorStream(true).start();
    String answer =
        new String(du.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(Long.parseLong(answer.split("\\s+", 2)[0])).isLessThan(200);
    assertThat(Files.size(file(".data"))).isEqualTo(content.manifest().sizeBytes());
  }

  @Test
  void bit_flippedOnDisk_becomesAHoleAndIsCounted() throws Exception {
    stored(0, 1, 2);
    opened.getFirst().close();
    flip(file(".data"), content.manifest().rangeOf(1).offsetBytes() + 77);
    ChunkStore again = reopened();
    assertThat(again.readChunk(content.manifest(), 1)).isEmpty();
    assertThat(again.readChunk(content.manifest(), 2)).contains(content.chunkBytes(2));
    assertThat(again.damagedChunks()).isEqualTo(1);
    assertThat(again.present(content.id()).stream().toArray()).containsExactly(0, 2);
    again.flush();
    assertThat(reopened().present(content.id()).stream().toArray()).containsExactly(0, 2);
  }

  @Test
  void map_tornAtEveryByte_givesAPrefixOfWhatWasAcknowledged() throws Exception {
    stored(0, 2, 4, 1);
    opened.getFirst().close();
    byte[] whole = Files.readAllBytes(file(".map"));
    int record = MapFile.RECORD_BYTES + (content.manifest().isLearned() ? BlockHash.BYTES : 0);
    int snapshot = whole.length - 3 * record;
    for (int length = snapshot; length <= whole.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      MapFile.Loaded loaded = MapFile.parse(cut).orElseThrow();
      int records = (length - snapshot) / record;
      assertThat(loaded.present().cardinality()).isEqualTo(1 + records);
      loaded
          .learned()
          .ifPresent(
              hashes ->
                  assertThat(loaded.present().stream())
                      .allMatch(index -> hashes.of(index).isPresent()));
    }
  }

  @Test
  void map_anyByteFlipped_isNeverBelievedBeyondTheData() throws Exception {
    stored(0, 2, 4, 1);
    opened.getFirst().close();
    byte[] whole = Files.readAllBytes(file(".map"));
    for (int at = 0; at < whole.length; at++) {
      byte[] bad = whole.clone();
      bad[at] ^= 0x10;
      MapFile.parse(bad)
          .ifPresent(loaded -> assertThat(loaded.manifest().contentId()).isEqualTo(content.id()));
    }
  }

  @Test
  void map_tornTail_isCutAndGoesOn() throws Exception {
    stored(0, 1, 2);
    opened.getFirst().close();
    byte[] whole = Files.readAllBytes(file(".map"));
    Files.write(file(".map"), java.util.Arrays.copyOf(whole, whole.length - 5));
    ChunkStore again = reopened();
    assertThat(again.present(content.id()).stream().toArray()).containsExactly(0, 1);
    put(again, content, 3);
    again.flush();
    assertThat(reopened().present(content.id()).stream().toArray()).containsExactly(0, 1, 3);
  }

  @Test
  void map_withoutData_andDataWithoutMap_areRemoved() throws Exception {
    stored(0, 1);
    opened.getFirst().close();
    Files.move(file(".map"), home.resolve("saved"));
    assertThat(reopened().present(content.id()).isEmpty()).isTrue();
    assertThat(file(".data")).doesNotExist();
    Files.move(home.resolve("saved"), file(".map"));
    assertThat(reopened().present(content.id()).isEmpty()).isTrue();
    assertThat(file(".map")).doesNotExist();
  }

  @Test
  void data_shorterThanTheMapClaims_losesOnlyWhatIsMissing() throws Exception {
    stored(0, 1, 2);
    opened.getFirst().close();
    try (var channel =
        java.nio.channels.FileChannel.open(file(".data"), StandardOpenOption.WRITE)) {
      channel.truncate(content.manifest().rangeOf(2).offsetBytes() + 10);
    }
    ChunkStore again = reopened();
    assertThat(again.present(content.id()).stream().toArray()).containsExactly(0, 1);
    assertHonest(again);
  }

  @Test
  void content_askedForWhileTheRestIsLookedThrough_isThereAtOnce() throws Exception {
    stored(0, 1);
    opened.getFirst().close();
    CountDownLatch listing = new CountDownLatch(1);
    ChunkStore again = open(1 << 30, listing);
    try (ChunkStore.Pin _ = again.pin(content.id())) {
      assertThat(again.present(content.id()).stream().toArray()).containsExactly(0, 1);
      assertThat(again.readChunk(content.manifest(), 1)).contains(content.chunkBytes(1));
    }
    assertThat(again.usage().usedBytes()).isEqualTo(2L * content.manifest().chunkBytes());
    listing.countDown();
    put(again, content, 2); // which waits until all is found
    assertThat(again.usage().usedBytes()).isEqualTo(3L * content.manifest().chunkBytes());
  }

  @Test
  void close_whileTheCacheIsLookedThrough_ends() throws Exception {
    stored(0);
    opened.getFirst().close();
    CountDownLatch listing = new CountDownLatch(1);
    ChunkStore again = open(1 << 30, listing);
    listing.countDown();
    again.close();
    assertThat(reopened().present(content.id()).stream().toArray()).containsExactly(0);
  }

  @Test
  void files_ofOtherNames_areLeftAlone() throws Exception {
    Path shelf = Files.createDirectories(home.resolve("cache/ab"));
    Path foreign = Files.writeString(shelf.resolve("holiday.jpg"), "x");
    Path note = Files.writeString(home.resolve("cache/README"), "y");
    reopened();
    assertThat(foreign).exists();
    assertThat(note).exists();
  }

  @Test
  void write_fails_isDeniedForAWhileAndReadsGoOn() throws MediaException {
    ChunkStore store = stored(0);
    disk.message = "No space left on device";
    disk.writesUntilFailure.set(1);
    assertThatThrownBy(() -> put(store, content, 1))
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DISK_FULL));
    assertThat(store.holds(content.id(), 1)).isFalse();
    assertThat(store.admit(content.manifest(), 1, Purpose.DEMAND))
        .isEqualTo(new Admission.Denied(Fault.DISK_FULL));
    assertThat(store.readChunk(content.manifest(), 0)).contains(content.chunkBytes(0));
    timers.advance(DiskHealth.PAUSE);
    put(store, content, 1);
    assertThat(store.readChunk(content.manifest(), 1)).contains(content.chunkBytes(1));
  }

  @Test
  void sync_failsOnce_isNeverBelievedLater() throws MediaException {
    ChunkStore store = stored(0);
    put(store, content, 1);
    disk.syncsUntilFailure.set(1);
    assertThatThrownBy(store::flush).isInstanceOf(MediaException.class);
    assertThat(store.holds(content.id(), 1)).isFalse();
    store.flush();
    assertThat(store.present(content.id()).stream().toArray()).containsExactly(0);
    timers.advance(DiskHealth.PAUSE);
    put(store, content, 1);
    store.flush();
    assertThat(reopened().present(content.id()).stream().toArray()).containsExactly(0, 1);
  }

  @Test
  void anyCall_failsAtTheNth_neverLosesWhatWasAcknowledged() throws MediaException {
    for (int nth = 1; nth <= 12; nth++) {
      ChunkStore store = open(1 << 30);
      store.forget(content.id());
      java.util.BitSet acknowledged = new java.util.BitSet();
      disk.writesUntilFailure.set(nth);
      disk.syncsUntilFailure.set(nth + 3);
      for (int i = 0; i < 5; i++) {
        timers.advance(DiskHealth.PAUSE);
        tryPut(store, i);
        acknowledged.or(store.present(content.id()));
      }
      ChunkStore again = reopened();
      java.util.BitSet lost = (java.util.BitSet) acknowledged.clone();
      lost.andNot(again.present(content.id()));
      assertThat(lost.isEmpty()).as("lost %s when call %d failed", lost, nth).isTrue();
      assertHonest(again);
    }
  }

  private void tryPut(ChunkStore store, int index) {
    try {
      put(store, content, index);
      store.flush();
    } catch (MediaException e) {
      assertThat(e.fault()).isIn(Fault.DISK_FAILED, Fault.DISK_FULL);
    }
  }

  @Test
  void read_fails_becomesAHole() throws MediaException {
    ChunkStore store = stored(0, 1);
    disk.readsUntilFailure.set(1);
    assertThat(store.readChunk(content.manifest(), 0)).isEmpty();
    assertThat(store.holds(content.id(), 0)).isFalse();
    assertThat(store.readChunk(content.manifest(), 1)).contains(content.chunkBytes(1));
  }

  @Test
  void disk_atItsReserve_deniesAndRecovers() throws MediaException {
    ChunkStore store = open(1 << 30);
    disk.freeBytes = (1 << 20) + 5;
    assertThat(store.admit(content.manifest(), 0, Purpose.STOCK))
        .isEqualTo(new Admission.Denied(Fault.DISK_FULL));
    disk.freeBytes = 1 << 30;
    put(store, content, 0);
  }

  @Test
  void budget_full_evictsWatchedThenTheLongestUnread() throws MediaException {
    TestContent watched = TestContent.ofChunks(11, 2);
    TestContent old = TestContent.ofChunks(12, 2);
    TestContent recent = TestContent.ofChunks(13, 2);
    TestContent fresh = TestContent.ofChunks(14, 2);
    interest.put(watched.id(), Interest.WATCHED);
    ChunkStore store = open(old.manifest().sizeBytes() * 3);
    for (TestContent one : List.of(old, recent, watched)) {
      put(store, one, 0);
      put(store, one, 1);
    }
    store.pin(old.id()).close();
    store.pin(recent.id()).close();
    put(store, fresh, 0);
    put(store, fresh, 1);
    assertThat(announced).containsExactly(watched.id());
    TestContent next = TestContent.ofChunks(15, 2);
    put(store, next, 0);
    assertThat(announced).containsExactly(watched.id(), old.id());
    assertThat(store.holds(recent.id(), 0)).isTrue();
  }

  @Test
  void budget_full_neverEvictsKeptOrReadAndStockNeverEvictsWanted() throws MediaException {
    TestContent kept = TestContent.ofChunks(21, 2);
    TestContent read = TestContent.ofChunks(22, 2);
    TestContent wanted = TestContent.ofChunks(23, 2);
    interest.put(wanted.id(), Interest.WANTED);
    ChunkStore store = open(kept.manifest().sizeBytes() * 3);
    for (TestContent one : List.of(kept, read, wanted)) {
      put(store, one, 0);
      put(store, one, 1);
    }
    store.keep(kept.id(), CacheView.Keep.KEPT);
    ChunkStore.Pin pin = store.pin(read.id());
    assertThat(store.admit(content.manifest(), 0, Purpose.STOCK))
        .isEqualTo(new Admission.Denied(Fault.DISK_FULL));
    put(store, content, 0);
    assertThat(announced).containsExactly(wanted.id());
    assertThat(store.holds(kept.id(), 0)).isTrue();
    assertThat(store.holds(read.id(), 0)).isTrue();
    assertThat(store.usage().keptBytes()).isEqualTo(kept.manifest().sizeBytes());
    pin.close();
  }

  @Test
  void keep_restart_isRemembered() throws MediaException {
    ChunkStore store = stored(0);
    store.keep(content.id(), CacheView.Keep.KEPT);
    assertThat(reopened().usage().keptBytes()).isEqualTo(content.manifest().lengthOf(0));
  }

  @Test
  void readers_interruptedWhileReading_disturbNobody() throws Exception {
    ChunkStore store = stored(0, 1, 2, 3, 4);
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 50; i++) {
      Random random = new Random(i);
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int n = 0; n < 100; n++) {
                      int index = random.nextInt(5);
                      try {
                        byte[] bytes = store.readChunk(content.manifest(), index).orElseThrow();
                        assertThat(java.util.Arrays.equals(bytes, content.chunkBytes(index)))
                            .isTrue();
                      } catch (MediaException | RuntimeException | AssertionError e) {
                        failures.add(e);
                      }
                    }
                  }));
    }
    Random random = new Random(0);
    while (threads.stream().anyMatch(Thread::isAlive)) {
      threads.get(random.nextInt(threads.size())).interrupt();
      java.util.concurrent.locks.LockSupport.parkNanos(1000);
    }
    assertThat(failures).isEmpty();
    assertThat(store.damagedChunks()).isZero();
  }

  @Test
  void chunks_manyWrittenAtOnce_areSyncedInGroups() throws MediaException {
    ChunkStore store = open(1 << 30);
    for (int i = 0; i < 5; i++) {
      put(store, content, i);
    }
    store.flush();
    assertThat(disk.syncs.get()).isLessThanOrEqualTo(2);
    assertThat(Duration.ofSeconds(2)).isEqualTo(GroupCommit.LONGEST_WAIT);
  }

  static final void flip(Path file, long offset) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) offset] ^= 4;
    Files.write(file, bytes);
  }
}
