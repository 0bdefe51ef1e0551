package larder.media.stream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import larder.media.Engine;
import larder.media.Manifest;
import larder.media.SystemTimers;
import larder.media.cache.MemoryChunkStore;
import larder.media.fake.FakeDirectory;
import larder.media.fake.LargeContent;
import larder.media.fetch.FetchLimits;
import larder.media.fetch.Fetcher;

/**
 * A process in which eight films of the largest chunks are watched at once while the cache takes
 * nothing. Ends with 0 if every byte was right.
 */
final class ReadersWithoutDisk {

  private static final int READERS = 8;
  private static final int CHUNKS = 3;

  private ReadersWithoutDisk() {}

  /** No arguments. */
  public static void main(String[] args) throws Exception {
    MemoryChunkStore store = new MemoryChunkStore(0);
    FakeDirectory directory = new FakeDirectory();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        SystemTimers timers = new SystemTimers();
        Fetcher fetcher =
            new Fetcher(store, directory, FetchLimits.STANDARD, new Engine(timers, threads))) {
      fetcher.start();
      TitleStreams streams = new TitleStreams(store, fetcher, timers, StreamSettings.STANDARD);
      List<Future<Boolean>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        long size = (long) CHUNKS * Manifest.MAX_CHUNK_BYTES;
        LargeContent film = new LargeContent(i, size, Manifest.MAX_CHUNK_BYTES);
        directory.put(film.manifest().contentId(), film);
        readers.add(threads.submit(() -> watch(film, streams)));
      }
      for (Future<Boolean> reader : readers) {
        if (!reader.get()) {
          throw new AssertionError("wrong bytes");
        }
      }
    }
    System.out.println("all right");
  }

  private static boolean watch(LargeContent film, TitleStreams streams) throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    boolean right = true;
    try (TitleStream stream = streams.open(film.manifest())) {
      long position = 0;
      while (position < film.manifest().sizeBytes()) {
        int read = stream.read(position, buffer.clear());
        right &= film.matches(position, buffer.flip());
        position += read;
      }
    }
    return right;
  }
}
