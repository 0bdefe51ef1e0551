package larder.media.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import larder.media.ByteRange;
import larder.media.Engine;
import larder.media.Fault;
import larder.media.FileRegion;
import larder.media.MediaException;
import larder.media.cache.MemoryChunkStore;
import larder.media.fake.Await;
import larder.media.fake.FakeDirectory;
import larder.media.fake.FakeSource;
import larder.media.fake.FakeSource.Mood;
import larder.media.fake.ManualTimers;
import larder.media.fake.TestContent;
import larder.media.fetch.FetchLimits;
import larder.media.fetch.Fetcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TitleStreamTest {

  private static final int CHUNK = 128 << 10;

  private final TestContent content = TestContent.ofChunks(9, 40);
  private final ManualTimers timers = new ManualTimers();
  private final FakeDirectory directory = new FakeDirectory();
  private final MemoryChunkStore store = new MemoryChunkStore(1 << 30);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeSource anna = new FakeSource("anna", content);
  private final Fetcher fetcher =
      new Fetcher(store, directory, FetchLimits.STANDARD, new Engine(timers, threads));
  private final StreamSettings settings =
      new StreamSettings(Duration.ofSeconds(10), 4 * CHUNK, 8 * CHUNK, 16 * CHUNK);
  private final TitleStreams streams = new TitleStreams(store, fetcher, timers, settings);

  @BeforeEach
  void start() {
    fetcher.start();
  }

  @AfterEach
  void stop() {
    fetcher.close();
    anna.letGo();
    threads.close();
  }

  private byte[] read(TitleStream stream, long position, int length)
      throws MediaException, InterruptedException {
    ByteBuffer target = ByteBuffer.allocate(length);
    while (target.hasRemaining() && stream.read(position + target.position(), target) > 0) {
      assertThat(target.position()).isPositive();
    }
    return java.util.Arrays.copyOf(target.array(), target.position());
  }

  @Test
  void stream_opened_fetchesNothing() {
    directory.put(content.id(), anna);
    streams.open(content.manifest()).close();
    assertThat(anna.asked()).isEmpty();
    assertThat(timers.pending()).isZero();
  }

  @Test
  void read_anywhere_givesTheContentsBytes() throws Exception {
    directory.put(content.id(), anna);
    try (TitleStream stream = streams.open(content.manifest())) {
      long size = content.manifest().sizeBytes();
      for (long at : new long[] {0, 5, CHUNK - 3, 7L * CHUNK + 11, size - 300_000}) {
        assertThat(read(stream, at, 200_000)).isEqualTo(content.bytes(at, 200_000));
      }
      assertThat(read(stream, size - 10, 100)).isEqualTo(content.bytes(size - 10, 10));
      assertThat(stream.read(size, ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(stream.read(Long.MAX_VALUE, ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void read_probes_fetchOnlyTheirChunks() throws Exception {
    directory.put(content.id(), anna);
    try (TitleStream stream = streams.open(content.manifest())) {
      read(stream, 0, 1000);
      read(stream, 30L * CHUNK, 1000);
      read(stream, 12L * CHUNK, 1000);
    }
    Await.until("all is stored", () -> fetcher.inFlightBytes() == 0);
    assertThat(anna.asked()).containsExactly(0, 30, 12);
  }

  @Test
  void read_provedSequential_readsAheadWithinItsWindow() throws Exception {
    directory.put(content.id(), anna);
    try (TitleStream stream = streams.open(content.manifest())) {
      read(stream, 0, 4 * CHUNK);
      Await.until("half of that is ahead", () -> store.holds(content.id(), 6));
      Await.until("nothing is in flight", () -> fetcher.inFlightBytes() == 0);
      assertThat(anna.asked()).doesNotContain(7, 20, 39);
    }
  }

  @Test
  void region_sent_countsAsReadAndIsReadAheadOf() throws Exception {
    directory.put(content.id(), anna);
    try (TitleStream stream = streams.open(content.manifest())) {
      read(stream, 0, CHUNK);
      read(stream, CHUNK, 3 * CHUNK - 10);
      Await.until("they are stored", () -> store.holds(content.id(), 3));
      FileRegion region = stream.region(new ByteRange(4L * CHUNK - 10, 10)).orElseThrow();
      ByteArrayOutputStream sent = new ByteArrayOutputStream();
      assertThat(region.transferTo(0, Channels.newChannel(sent))).isEqualTo(10);
      assertThat(sent.toByteArray()).isEqualTo(content.bytes(4L * CHUNK - 10, 10));
      Await.until("it is ahead", () -> store.holds(content.id(), 6));
    }
  }

  @Test
  void region_ofAClosedStream_ends() throws Exception {
    directory.put(content.id(), anna);
    TitleStream stream = streams.open(content.manifest());
    read(stream, 0, 10);
    Await.until("it is stored", () -> store.holds(content.id(), 0));
    FileRegion region = stream.region(new ByteRange(0, 10)).orElseThrow();
    stream.close();
    assertThatThrownBy(() -> region.leftBytes(0)).isInstanceOf(MediaException.class);
  }

  @Test
  void read_nobodyHasIt_failsWhenPatienceEnds() {
    TitleStream stream = streams.open(content.manifest());
    Future<Integer> reader = threads.submit(() -> stream.read(0, ByteBuffer.allocate(10)));
    Await.until("it waits", () -> timers.pending() > 0);
    timers.advance(Duration.ofSeconds(9));
    assertThat(reader.isDone()).isFalse();
    timers.advance(Duration.ofSeconds(1));
    assertFault(reader, Fault.NO_SOURCE);
    stream.close();
  }

  @Test
  void read_sourceFallsSilent_endsInTimeoutAndTheNextReadWorks() throws Exception {
    directory.put(content.id(), anna);
    anna.hold();
    TitleStream stream = streams.open(content.manifest());
    Future<Integer> reader = threads.submit(() -> stream.read(0, ByteBuffer.allocate(10)));
    // Two alarms: the fetcher looks after its transfer, the reader after its patience.
    Await.until("it waits", () -> timers.pending() == 2 && !anna.asked().isEmpty());
    timers.advance(Duration.ofSeconds(10));
    assertFault(reader, Fault.SOURCE_TIMEOUT);
    anna.letGo();
    assertThat(stream.read(0, ByteBuffer.allocate(10))).isEqualTo(10);
    stream.close();
  }

  @Test
  void read_contentChangedAtItsSource_failsAtOnce() {
    directory.put(content.id(), anna.mood(Mood.CHANGED));
    TitleStream stream = streams.open(content.manifest());
    assertFault(
        threads.submit(() -> stream.read(0, ByteBuffer.allocate(10))), Fault.CONTENT_CHANGED);
    stream.close();
  }

  @Test
  void stream_closedFromAnotherThread_wakesTheReader() {
    TitleStream stream = streams.open(content.manifest());
    Future<Integer> reader = threads.submit(() -> stream.read(0, ByteBuffer.allocate(10)));
    Await.until("it waits", () -> timers.pending() > 0);
    stream.close();
    stream.close();
    assertFault(reader, Fault.CLOSING);
    assertThatThrownBy(() -> stream.read(0, ByteBuffer.allocate(10)))
        .isInstanceOf(MediaException.class);
    assertThat(timers.pending()).isZero();
  }

  @Test
  void reader_interrupted_leavesTheStreamUsable() throws Exception {
    TitleStream stream = streams.open(content.manifest());
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    CountDownLatch started = new CountDownLatch(1);
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    started.countDown();
                    stream.read(0, ByteBuffer.allocate(1));
                  } catch (MediaException | InterruptedException e) {
                    thrown.complete(e);
                  }
                });
    started.await();
    reader.interrupt();
    assertThat(thrown.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    directory.put(content.id(), anna);
    assertThat(stream.read(0, ByteBuffer.allocate(10))).isEqualTo(10);
    stream.close();
  }

  @Test
  void disk_full_streamsThroughMemory() throws Exception {
    store.budget(0);
    directory.put(content.id(), anna);
    try (TitleStream stream = streams.open(content.manifest())) {
      int length = 20 * CHUNK;
      byte[] all = new byte[length];
      for (int at = 0; at < length; at += 10_000) {
        byte[] part = read(stream, at, Math.min(10_000, length - at));
        System.arraycopy(part, 0, all, at, part.length);
      }
      assertThat(java.util.Arrays.equals(all, content.bytes(0, length))).isTrue();
    }
    assertThat(anna.asked()).hasSizeLessThan(40);
  }

  private static void assertFault(Future<Integer> reader, Fault fault) {
    assertThatThrownBy(() -> reader.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(MediaException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }
}
