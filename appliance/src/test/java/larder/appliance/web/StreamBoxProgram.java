package larder.appliance.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import larder.media.fake.LargeContent;

/**
 * A {@link StreamBox} as a process of its own, for benchmarks. Arguments: an empty directory, the
 * size of its one title in MiB, the size of a chunk in KiB, how many MiB are there before it says
 * {@code ready}, and how many more arrive each second after that. Ends with its standard input, and
 * says then how much is there.
 */
public final class StreamBoxProgram {

  private StreamBoxProgram() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    Path home = Path.of(args[0]);
    int chunkBytes = Integer.parseInt(args[2]) << 10;
    LargeContent content = new LargeContent(1, Long.parseLong(args[1]) << 20, chunkBytes);
    int here = (int) ((Long.parseLong(args[3]) << 20) / chunkBytes);
    int perSecond = (int) ((Long.parseLong(args[4]) << 20) / chunkBytes);
    try (StreamBox box = new StreamBox(home, content.manifest());
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      for (int i = 0; i < here; i++) {
        box.put(content.chunk(i));
      }
      box.store().flush();
      box.directory().put(content.manifest().contentId(), content);
      if (perSecond > 0) {
        AtomicInteger next = new AtomicInteger(here);
        long periodNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        var _ =
            clock.scheduleAtFixedRate(
                () -> stock(box, next.getAndIncrement(), content),
                0,
                periodNanos,
                TimeUnit.NANOSECONDS);
      }
      System.out.printf("ready http=%d data=%s%n", box.port(), dataFile(home));
      awaitEnd();
      clock.shutdownNow();
      System.out.printf(
          "present=%d of=%d%n",
          box.store().present(content.manifest().contentId()).cardinality(),
          content.manifest().chunkCount());
    }
  }

  private static void awaitEnd() throws IOException {
    byte[] ignored = new byte[64];
    int read = 0;
    while (read >= 0) {
      read = System.in.read(ignored);
    }
  }

  private static void stock(StreamBox box, int index, LargeContent content) {
    if (index < content.manifest().chunkCount()) {
      box.stock(index);
    }
  }

  private static Path dataFile(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(file -> file.toString().endsWith(".data")).findFirst().orElseThrow();
    }
  }
}
