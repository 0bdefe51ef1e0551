package larder.media.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import larder.media.Engine;
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
import larder.media.fake.TestContent;
import larder.media.fetch.ChunkRequest;
import larder.media.fetch.FetchLimits;
import larder.media.fetch.Fetcher;
import larder.media.fetch.Urgency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was damaged comes back from a source, though nobody wants the title any more. */
final class MenderTest {

  @TempDir Path home;

  private final TestContent content = TestContent.ofChunks(5, 4);
  private final FakeDirectory directory = new FakeDirectory();

  @Test
  void chunk_damagedWithoutASource_isFetchedWhenOneComes() throws Exception {
    try (SystemTimers timers = new SystemTimers();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      FakeSource source = new FakeSource("pc", content);
      directory.put(content.id(), source);
      Engine engine = new Engine(timers, threads);
      try (FileChunkStore filled = store(timers);
          Fetcher fetcher = new Fetcher(filled, directory, FetchLimits.STANDARD, engine)) {
        fetcher.start();
        for (int i = 0; i < 4; i++) {
          var _ =
              fetcher.request(
                  new ChunkRequest(content.manifest(), i, new Urgency(Urgency.Kind.STOCK, i)),
                  outcome -> {});
        }
        Await.until(
            "all is written",
            () -> IntStream.range(0, 4).allMatch(i -> filled.holds(content.id(), i)));
      }
      directory.put(content.id());
      flipChunk(2);
      try (FileChunkStore store = store(timers);
          Fetcher fetcher = new Fetcher(store, directory, FetchLimits.STANDARD, engine);
          Mender mender = new Mender(store, fetcher)) {
        fetcher.start();
        mender.start();
        assertThat(store.readChunk(content.manifest(), 2)).isEmpty();
        directory.put(content.id(), source);
        Await.until("it is whole again", () -> store.holds(content.id(), 2));
        assertThat(store.readChunk(content.manifest(), 2)).contains(content.chunkBytes(2));
      }
    }
  }

  private FileChunkStore store(SystemTimers timers) {
    FileChunkStore store =
        new FileChunkStore(
            home,
            new DiskFiles(home, InstantSource.system()),
            () -> new CacheLimits(1L << 30, 0, 0),
            new Eviction(new WatchedFirst(), id -> Interest.IDLE, id -> {}),
            timers);
    store.open();
    return store;
  }

  private void flipChunk(int index) throws Exception {
    String hex = content.id().hex();
    Path file = home.resolve(hex.substring(0, 2)).resolve(hex + ".data");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(
          ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}),
          content.manifest().rangeOf(index).offsetBytes() + 50);
    }
  }
}
