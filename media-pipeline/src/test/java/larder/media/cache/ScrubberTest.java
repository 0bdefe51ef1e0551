package larder.media.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import larder.media.Engine;
import larder.media.MediaException;
import larder.media.fake.ManualTimers;
import larder.media.fake.TestContent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scrubber finds rot, slowly, in its own time, and sleeps otherwise. */
final class ScrubberTest {

  private static final int CHUNKS = 80;
  private static final Duration MONTH = Duration.ofDays(30);

  @TempDir Path home;

  private final ManualTimers timers = new ManualTimers();
  private Instant now = Instant.parse("2026-11-01T00:00:00Z");
  private final InstantSource clock = () -> now;
  private final TestContent content = TestContent.ofChunks(1, CHUNKS);
  private final TestContent other = TestContent.ofChunks(2, 3);
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private FileChunkStore store() {
    FileChunkStore store =
        new FileChunkStore(
            home,
            new DiskFiles(home, clock),
            () -> new CacheLimits(1L << 30, 0, 0),
            new Eviction(new WatchedFirst(), id -> Interest.IDLE, id -> {}),
            timers);
    store.open();
    assertThat(store.complete()).as("all is found that is there").isNotNull();
    open.add(store);
    return store;
  }

  private Scrubber scrubber(FileChunkStore store) {
    Scrubber scrubber =
        new Scrubber(
            store,
            new ScrubMark(new DiskFiles(home, clock), home, clock),
            new Engine(timers, Runnable::run));
    scrubber.start();
    open.add(scrubber);
    return scrubber;
  }

  private static void fill(ChunkStore store, TestContent content) throws MediaException {
    for (int i = 0; i < content.manifest().chunkCount(); i++) {
      ChunkStoreContract.put(store, content, i);
    }
    store.flush();
  }

  private void pass(Duration time) {
    now = now.plus(time);
    timers.advance(time);
  }

  private void flip(TestContent victim, int chunk) throws IOException {
    String hex = victim.id().hex();
    Path file = home.resolve(hex.substring(0, 2)).resolve(hex + ".data");
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) victim.manifest().rangeOf(chunk).offsetBytes() + 9] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void cache_empty_neverWakes() {
    scrubber(store());
    assertThat(timers.pending()).isZero();
  }

  @Test
  void rot_inALongCheckedChunk_isFoundWithinAMonthAndBecomesAHole() throws Exception {
    FileChunkStore store = store();
    fill(store, content);
    fill(store, other);
    scrubber(store);
    flip(content, 70);
    flip(other, 0);
    pass(MONTH.minusMinutes(1));
    assertThat(store.damagedChunks()).isZero();
    pass(Duration.ofMinutes(2));
    assertThat(store.damagedChunks()).isEqualTo(2);
    assertThat(store.holds(content.id(), 70)).isFalse();
    assertThat(store.holds(other.id(), 0)).isFalse();
    assertThat(store.holds(content.id(), 69)).isTrue();
    ChunkStoreContract.put(store, content, 70);
    assertThat(store.readChunk(content.manifest(), 70)).contains(content.chunkBytes(70));
    assertThat(timers.pending()).isEqualTo(1);
  }

  @Test
  void round_always_keepsToItsRate() throws Exception {
    FileChunkStore store = store();
    fill(store, content);
    flip(content, CHUNKS - 1);
    scrubber(store);
    pass(MONTH);
    pass(Duration.ofMillis(900));
    assertThat(store.damagedChunks()).isZero();
    pass(Duration.ofSeconds(3));
    assertThat(store.damagedChunks()).isEqualTo(1);
  }

  @Test
  void somebody_streaming_isNotDisturbed() throws Exception {
    FileChunkStore store = store();
    fill(store, content);
    flip(content, 3);
    scrubber(store);
    ChunkStore.Pin pin = store.pin(content.id());
    pass(MONTH.plusHours(1));
    assertThat(store.damagedChunks()).isZero();
    pin.close();
    pass(Duration.ofMinutes(2));
    assertThat(store.damagedChunks()).isEqualTo(1);
  }

  @Test
  void restart_inTheMiddleOfARound_goesOnThere() throws Exception {
    FileChunkStore store = store();
    fill(store, content);
    fill(store, other);
    Scrubber scrubber = scrubber(store);
    pass(MONTH.plusMillis(500));
    scrubber.close();
    assertThat(Files.readAllLines(home.resolve("scrubbed"))).hasSizeBetween(1, 2);
    scrubber(store);
    flip(other, 1);
    flip(content, CHUNKS - 1);
    pass(Duration.ofMinutes(1));
    assertThat(store.damagedChunks()).isBetween(1L, 2L);
    assertThat(Files.readAllLines(home.resolve("scrubbed"))).hasSize(1);
    scrubber.close();
  }

  @Test
  void clock_setBack_doesNotPutItOffForYears() throws Exception {
    FileChunkStore store = store();
    fill(store, content);
    scrubber(store).close();
    now = Instant.EPOCH;
    flip(content, 3);
    scrubber(store);
    pass(MONTH.plusMinutes(1));
    assertThat(store.damagedChunks()).isEqualTo(1);
  }

  @Test
  void mark_damaged_costsARoundOnly() throws Exception {
    FileChunkStore store = store();
    fill(store, content);
    flip(content, 3);
    Files.writeString(home.resolve("scrubbed"), "what");
    scrubber(store);
    pass(Duration.ofMinutes(1));
    assertThat(store.damagedChunks()).isEqualTo(1);
  }
}
