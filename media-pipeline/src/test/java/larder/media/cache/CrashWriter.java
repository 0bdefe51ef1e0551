package larder.media.cache;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import larder.media.MediaException;
import larder.media.SystemTimers;
import larder.media.fake.TestContent;

/** The process that {@link CrashTest} kills: writes chunks and says which ones are present. */
final class CrashWriter {

  static final int CONTENTS = 4;
  static final int CHUNKS = 12;

  private CrashWriter() {}

  /** Every other one has hashes that are learned. */
  static TestContent content(int number) {
    return number % 2 == 0
        ? TestContent.ofChunks(100 + number, CHUNKS)
        : TestContent.learnedOfChunks(100 + number, CHUNKS);
  }

  static FileChunkStore store(Path home, SystemTimers timers) {
    FileChunkStore store =
        new FileChunkStore(
            home,
            new DiskFiles(home, InstantSource.system()),
            () -> new CacheLimits(1L << 40, 0, 0),
            new Eviction(new WatchedFirst(), id -> Interest.IDLE, id -> {}),
            timers);
    store.open();
    return store;
  }

  /** {@code home seed}; runs until it is killed. */
  public static void main(String[] args) throws MediaException {
    PrintStream out = System.out;
    Random random = new Random(Long.parseLong(args[1]));
    List<TestContent> contents = new ArrayList<>();
    for (int i = 0; i < CONTENTS; i++) {
      contents.add(content(i));
    }
    try (SystemTimers timers = new SystemTimers();
        FileChunkStore store = store(Path.of(args[0]), timers)) {
      out.println("ready");
      while (!out.checkError()) {
        step(store, contents, random, out);
      }
    }
  }

  private static void step(
      ChunkStore store, List<TestContent> contents, Random random, PrintStream out)
      throws MediaException {
    int number = random.nextInt(contents.size());
    TestContent content = contents.get(number);
    if (store.isComplete(content.id())) {
      out.println("forget " + number);
      store.forget(content.id());
    }
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      ChunkStoreContract.put(store, content, random.nextInt(CHUNKS));
    }
    if (random.nextInt(3) > 0) {
      store.flush();
      store.present(content.id()).stream()
          .forEach(index -> out.println("present " + number + " " + index));
    }
  }
}
