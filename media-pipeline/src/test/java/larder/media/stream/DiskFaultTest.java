package larder.media.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import larder.media.Engine;
import larder.media.MediaException;
import larder.media.SystemTimers;
import larder.media.cache.Admission;
import larder.media.cache.CacheLimits;
import larder.media.cache.CacheTruth;
import larder.media.cache.DiskFiles;
import larder.media.cache.Eviction;
import larder.media.cache.FileChunkStore;
import larder.media.cache.Interest;
import larder.media.cache.Purpose;
import larder.media.cache.WatchedFirst;
import larder.media.fake.FakeDirectory;
import larder.media.fake.FakeSource;
import larder.media.fake.TestContent;
import larder.media.fetch.FetchLimits;
import larder.media.fetch.Fetcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real disks that fill up, vanish and lose power; needs root for mount, and is skipped without. */
@Tag("real")
final class DiskFaultTest {

  private static final int CHUNKS = 60;

  @TempDir Path home;

  private final TestContent content = TestContent.ofChunks(77, CHUNKS);
  private final SystemTimers timers = new SystemTimers();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Path disk = Path.of(".");

  @BeforeEach
  void onlyRootMounts() throws Exception {
    assumeTrue(run("id", "-u").strip().equals("0"), "only root can mount a test disk");
    disk = Files.createDirectory(home.resolve("disk"));
  }

  @AfterEach
  void stop() {
    threads.close();
    timers.close();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", String.join(" ", command), out).isZero();
    return out;
  }

  private FileChunkStore openStore() {
    FileChunkStore store =
        new FileChunkStore(
            disk.resolve("cache"),
            new DiskFiles(disk, InstantSource.system()),
            () -> new CacheLimits(1L << 40, 0, 0),
            new Eviction(new WatchedFirst(), id -> Interest.WANTED, id -> {}),
            timers);
    store.open();
    return store;
  }

  private void assertPlaysWhole(FileChunkStore store) throws Exception {
    FakeDirectory directory = new FakeDirectory();
    directory.put(content.id(), new FakeSource("pc", content));
    try (Fetcher fetcher =
        new Fetcher(store, directory, FetchLimits.STANDARD, new Engine(timers, threads))) {
      fetcher.start();
      TitleStreams streams = new TitleStreams(store, fetcher, timers, StreamSettings.STANDARD);
      try (TitleStream stream = streams.open(content.manifest())) {
        int size = (int) content.manifest().sizeBytes();
        ByteBuffer all = ByteBuffer.allocate(size);
        while (all.hasRemaining()) {
          stream.read(all.position(), all);
        }
        assertThat(java.util.Arrays.equals(all.array(), content.bytes(0, size))).isTrue();
      }
    }
  }

  private boolean put(FileChunkStore store, int index) {
    return switch (store.admit(content.manifest(), index, Purpose.DEMAND)) {
      case Admission.Denied denied -> false;
      case Admission.Granted granted -> {
        try (granted) {
          granted.write(content.chunk(index));
          yield true;
        } catch (MediaException e) {
          yield false;
        }
      }
    };
  }

  @Test
  void disk_full_playsOnThroughMemoryAndRecovers() throws Exception {
    run("mount", "-t", "tmpfs", "-o", "size=4m", "larder-test", disk.toString());
    try (FileChunkStore store = openStore()) {
      Files.write(disk.resolve("ballast"), new byte[2 << 20]);
      int stored = 0;
      for (int i = 0; i < CHUNKS; i++) {
        stored += put(store, i) ? 1 : 0;
      }
      assertThat(stored).isBetween(5, 16);
      assertPlaysWhole(store);
      Files.delete(disk.resolve("ballast"));
      larder.media.fake.Await.until("the disk takes chunks again", () -> put(store, CHUNKS - 1));
      System.out.printf("FIGURE disk full: %d of %d chunks cached, all played%n", stored, CHUNKS);
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  @Test
  void power_cut_losesNothingAcknowledged() throws Exception {
    Path image = home.resolve("image");
    try (var file = new java.io.RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(64 << 20);
    }
    run("mkfs.ext4", "-q", image.toString());
    Random random = new Random(4);
    int acknowledged = 0;
    int lost = 0;
    int cuts = Boolean.getBoolean("larder.long") ? 300 : 20;
    for (int round = 0; round < cuts; round++) {
      run("mount", "-o", "loop", image.toString(), disk.toString());
      BitSet promised;
      try {
        promised = writeUntilPowerCut(random, round);
      } finally {
        run("umount", disk.toString());
      }
      run("mount", "-o", "loop", image.toString(), disk.toString());
      CacheTruth.assertSound(disk.resolve("cache"), promised.cardinality());
      try (FileChunkStore store = openStore()) {
        acknowledged += promised.cardinality();
        for (int index : promised.stream().toArray()) {
          byte[] bytes = store.readChunk(content.manifest(), index).orElse(new byte[0]);
          lost += java.util.Arrays.equals(bytes, content.chunkBytes(index)) ? 0 : 1;
        }
        store.forget(content.id());
      } finally {
        run("umount", disk.toString());
      }
    }
    System.out.printf(
        "FIGURE power cut on ext4: %d cuts, %d chunks acknowledged, lost %d%n",
        cuts, acknowledged, lost);
    assertThat(lost).isZero();
    assertThat(acknowledged).isPositive();
  }

  private BitSet writeUntilPowerCut(Random random, int round) throws Exception {
    FileChunkStore store = openStore();
    try {
      for (int i = 0; i < 10 + random.nextInt(20); i++) {
        put(store, random.nextInt(CHUNKS));
        if (random.nextInt(4) == 0) {
          store.flush();
        }
      }
      BitSet promised = store.present(content.id());
      cutPower();
      if (round == 0) {
        assertPlaysWhole(store);
      }
      return promised;
    } finally {
      store.close();
    }
  }

  /** The kernel forgets what was not synced, and every later call fails: EXT4_IOC_SHUTDOWN. */
  private void cutPower() throws Exception {
    run(
        "perl",
        "-e",
        "open(F,'<',$ARGV[0]) or die; my $f=pack('L',2); ioctl(F,0x8004587d,$f) or die $!;",
        disk.toString());
  }
}
