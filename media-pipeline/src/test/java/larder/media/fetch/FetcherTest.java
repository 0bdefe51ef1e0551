package larder.media.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import larder.media.Engine;
import larder.media.Fault;
import larder.media.cache.MemoryChunkStore;
import larder.media.fake.Await;
import larder.media.fake.FakeDirectory;
import larder.media.fake.FakeSource;
import larder.media.fake.FakeSource.Mood;
import larder.media.fake.ManualTimers;
import larder.media.fake.TestContent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fetching with sources that a test steers, and time that stands still. */
final class FetcherTest {

  private final TestContent content = TestContent.ofChunks(7, 24);
  private final ManualTimers timers = new ManualTimers();
  private final FakeDirectory directory = new FakeDirectory();
  private final MemoryChunkStore store = new MemoryChunkStore(1 << 30);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeSource anna = new FakeSource("anna", content);
  private final FakeSource bert = new FakeSource("bert", content);
  private final FetchLimits limits = new FetchLimits(8L * content.manifest().chunkBytes(), 1 << 20);
  private final Fetcher fetcher =
      new Fetcher(store, directory, limits, new Engine(timers, threads));

  @BeforeEach
  void start() {
    fetcher.start();
  }

  @AfterEach
  void stop() {
    fetcher.close();
    anna.letGo();
    bert.letGo();
    threads.close();
  }

  private CompletableFuture<FetchOutcome> ask(int index, Urgency urgency) {
    CompletableFuture<FetchOutcome> outcome = new CompletableFuture<>();
    fetcher.request(new ChunkRequest(content.manifest(), index, urgency), outcome::complete);
    return outcome;
  }

  private static FetchOutcome get(CompletableFuture<FetchOutcome> outcome) {
    return outcome.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static Urgency stock(long rank) {
    return new Urgency(Urgency.Kind.STOCK, rank);
  }

  @Test
  void chunk_waitedFor_isDeliveredThenStored() {
    directory.put(content.id(), anna);
    FetchOutcome outcome = get(ask(3, Urgency.WAITING));
    assertThat(outcome).isInstanceOf(FetchOutcome.Delivered.class);
    Await.until("it is stored", () -> store.holds(content.id(), 3));
    Await.until("nothing is in flight", () -> fetcher.inFlightBytes() == 0);
  }

  @Test
  void chunk_askedForByMany_isInFlightOnce() {
    directory.put(content.id(), anna);
    anna.hold();
    List<CompletableFuture<FetchOutcome>> all =
        IntStream.range(0, 100).mapToObj(i -> ask(5, Urgency.WAITING)).toList();
    Await.until("it is asked for", () -> !anna.asked().isEmpty());
    anna.letGo();
    all.forEach(one -> assertThat(get(one)).isInstanceOf(FetchOutcome.Delivered.class));
    assertThat(anna.asked()).containsExactly(5);
  }

  @Test
  void chunks_manyWanted_theMostUrgentComesFirst() {
    anna.hold();
    List<CompletableFuture<FetchOutcome>> all =
        List.of(
            ask(10, stock(1)),
            ask(11, new Urgency(Urgency.Kind.EDGE, 0)),
            ask(12, new Urgency(Urgency.Kind.READ_AHEAD, 2)),
            ask(13, new Urgency(Urgency.Kind.READ_AHEAD, 1)),
            ask(14, Urgency.WAITING));
    directory.put(content.id(), anna);
    Await.until("demand is asked for", () -> anna.asked().size() == 3);
    assertThat(anna.asked()).containsExactlyInAnyOrder(14, 13, 12);
    anna.letGo();
    all.forEach(FetcherTest::get);
    assertThat(anna.asked().subList(3, 5)).containsExactlyInAnyOrder(11, 10);
  }

  @Test
  void memory_full_asksForNoMoreButForOneWhoWaits() {
    directory.put(content.id(), anna);
    anna.hold();
    List<CompletableFuture<FetchOutcome>> stocked =
        IntStream.range(0, 20).mapToObj(i -> ask(i, stock(i))).toList();
    Await.until("stocking has its share", () -> fetcher.inFlightBytes() > 0);
    assertThat(fetcher.inFlightBytes()).isLessThanOrEqualTo(limits.backgroundBytes());
    CompletableFuture<FetchOutcome> waiting = ask(22, Urgency.WAITING);
    Await.until("the reader's chunk is asked for", () -> anna.asked().contains(22));
    anna.letGo();
    get(waiting);
    stocked.forEach(FetcherTest::get);
  }

  @Test
  void bytes_wrong_areNeverDeliveredAndTheLiarIsBanned() {
    anna.mood(Mood.LYING);
    directory.put(content.id(), anna, bert);
    for (int i = 0; i < 12; i++) {
      FetchOutcome outcome = get(ask(i, Urgency.WAITING));
      assertThat(outcome)
          .isInstanceOfSatisfying(
              FetchOutcome.Delivered.class,
              delivered ->
                  assertThat(delivered.chunk().buffer())
                      .isEqualTo(
                          java.nio.ByteBuffer.wrap(content.chunkBytes(delivered.chunk().index()))));
    }
    assertThat(anna.asked()).hasSizeLessThanOrEqualTo(Lane.WRONG_BEFORE_BAN);
  }

  @Test
  void bytes_wrongFromTheOnlySource_banItAndSaySo() {
    anna.mood(Mood.SHORT);
    directory.put(content.id(), anna);
    CompletableFuture<FetchOutcome> outcome = new CompletableFuture<>();
    Ticket ticket =
        fetcher.request(
            new ChunkRequest(content.manifest(), 0, Urgency.WAITING), outcome::complete);
    Await.until(
        "it was asked three times",
        () -> {
          timers.advance(Duration.ofMillis(500));
          return anna.asked().size() == 3;
        });
    Await.until(
        "it is banned", () -> ticket.trouble().equals(java.util.Optional.of(Fault.WRONG_BYTES)));
    assertThat(anna.asked()).hasSize(3);
    anna.mood(Mood.HONEST);
    Await.until("the end of the ban is planned", () -> timers.pending() > 0);
    timers.advance(Lane.BAN);
    assertThat(get(outcome)).isInstanceOf(FetchOutcome.Delivered.class);
  }

  @Test
  void source_silent_isDoubledByAnother() {
    anna.hold();
    directory.put(content.id(), anna, bert);
    bert.mood(Mood.HONEST);
    CompletableFuture<FetchOutcome> outcome = ask(1, Urgency.WAITING);
    Await.until("the first is asked", () -> anna.asked().size() == 1);
    Await.until("the hedge is planned", () -> timers.pending() > 0);
    timers.advance(Duration.ofMillis(600));
    assertThat(get(outcome)).isInstanceOf(FetchOutcome.Delivered.class);
    assertThat(bert.asked()).containsExactly(1);
  }

  @Test
  void source_dead_rests_andAnotherTakesOver() {
    anna.mood(Mood.TIMING_OUT);
    directory.put(content.id(), anna, bert);
    for (int i = 0; i < 10; i++) {
      assertThat(get(ask(i, Urgency.WAITING))).isInstanceOf(FetchOutcome.Delivered.class);
    }
    assertThat(anna.asked()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void source_comes_wakesWhoWaits() {
    CompletableFuture<FetchOutcome> outcome = ask(2, Urgency.WAITING);
    assertThat(timers.pending()).isZero();
    directory.put(content.id(), bert);
    assertThat(get(outcome)).isInstanceOf(FetchOutcome.Delivered.class);
  }

  @Test
  void content_changedEverywhere_failsAtOnce() {
    anna.mood(Mood.CHANGED);
    bert.mood(Mood.CHANGED);
    directory.put(content.id(), anna, bert);
    assertThat(get(ask(0, Urgency.WAITING)))
        .isEqualTo(new FetchOutcome.Failed(Fault.CONTENT_CHANGED));
  }

  @Test
  void store_full_stockFailsAndDemandIsServedFromMemory() {
    store.budget(0);
    directory.put(content.id(), anna);
    assertThat(get(ask(0, stock(0)))).isEqualTo(new FetchOutcome.Failed(Fault.DISK_FULL));
    assertThat(anna.asked()).isEmpty();
    assertThat(get(ask(1, Urgency.WAITING))).isInstanceOf(FetchOutcome.Delivered.class);
    assertThat(get(ask(2, new Urgency(Urgency.Kind.READ_AHEAD, 0))))
        .isInstanceOf(FetchOutcome.Unsaved.class);
  }

  @Test
  void ticket_closed_isNotAskedFor() {
    fetcher
        .request(new ChunkRequest(content.manifest(), 4, Urgency.WAITING), outcome -> {})
        .close();
    directory.put(content.id(), anna);
    assertThat(get(ask(5, Urgency.WAITING))).isInstanceOf(FetchOutcome.Delivered.class);
    assertThat(anna.asked()).containsExactly(5);
  }

  @Test
  void fetcher_closed_endsEverything() {
    directory.put(content.id(), anna);
    anna.hold();
    CompletableFuture<FetchOutcome> waiting = ask(0, Urgency.WAITING);
    Await.until("it is asked for", () -> !anna.asked().isEmpty());
    fetcher.close();
    fetcher.close();
    assertThat(get(waiting)).isEqualTo(new FetchOutcome.Failed(Fault.CLOSING));
    assertThat(get(ask(1, Urgency.WAITING))).isEqualTo(new FetchOutcome.Failed(Fault.CLOSING));
    assertThat(directory.listeners()).isZero();
    Await.until("the lease is released", () -> fetcher.inFlightBytes() == 0);
  }

  @Test
  void fetcher_idle_setsNoAlarm() {
    directory.put(content.id(), anna);
    IntStream.range(0, 24).mapToObj(i -> ask(i, stock(i))).toList().forEach(FetcherTest::get);
    Await.until("nothing is in flight", () -> fetcher.inFlightBytes() == 0);
    Await.until("no alarm is left", () -> timers.pending() == 0);
  }
}
