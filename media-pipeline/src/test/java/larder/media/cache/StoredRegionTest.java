package larder.media.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import larder.media.ByteRange;
import larder.media.FileRegion;
import larder.media.MediaException;
import larder.media.fake.ManualTimers;
import larder.media.fake.TestContent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a region when its file does not stay as it was: never a byte that is wrong. */
final class StoredRegionTest {

  private static final int CHUNKS = 5;

  @TempDir Path home;

  private final TestContent content = TestContent.ofChunks(3, CHUNKS);
  private final ByteRange all = new ByteRange(0, content.manifest().sizeBytes());
  private FaultyFiles disk = new FaultyFiles(new DiskFiles(Path.of("."), InstantSource.system()));
  private FileChunkStore store = newStore(Path.of("."));

  private FileChunkStore newStore(Path directory) {
    disk = new FaultyFiles(new DiskFiles(directory, InstantSource.system()));
    return new FileChunkStore(
        directory.resolve("cache"),
        disk,
        () -> new CacheLimits(1 << 30, 1 << 20, 0),
        new Eviction(new WatchedFirst(), id -> Interest.IDLE, id -> {}),
        new ManualTimers());
  }

  @BeforeEach
  void fill() throws MediaException {
    store = newStore(home);
    store.open();
    for (int i = 0; i < CHUNKS; i++) {
      ChunkStoreContract.put(store, content, i);
    }
    store.flush();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void restart() {
    store.close();
    store = newStore(home);
    store.open();
  }

  private FileRegion region(ByteRange range) throws MediaException {
    return store.region(content.manifest(), range).orElseThrow();
  }

  private FileChannel dataFile() throws IOException {
    String hex = content.id().hex();
    return FileChannel.open(
        home.resolve("cache").resolve(hex.substring(0, 2)).resolve(hex + ".data"),
        StandardOpenOption.WRITE);
  }

  private byte[] upToChunk(int end) {
    return content.bytes(0, (int) content.manifest().rangeOf(end).offsetBytes());
  }

  @Test
  void region_afterARestart_isCheckedChunkByChunkBeforeItLeaves() throws Exception {
    try (FileChannel data = dataFile()) {
      data.write(ByteBuffer.allocate(1), content.manifest().rangeOf(1).offsetBytes() + 5);
    }
    restart();

    FileRegion region = region(all);

    assertThat(ChunkStoreContract.drain(region)).isEqualTo(upToChunk(1));
    ByteRange second = content.manifest().rangeOf(1);
    assertThat(store.region(content.manifest(), second)).isEmpty();
    assertThat(store.damagedChunks()).isEqualTo(1);
  }

  @Test
  void region_overAFileCutShort_endsBeforeTheChunkThatLacksBytes() throws Exception {
    FileRegion region = region(all);
    try (FileChannel data = dataFile()) {
      data.truncate(content.manifest().rangeOf(3).endBytes() - 1);
    }

    byte[] sent = ChunkStoreContract.drain(region);

    assertThat(sent).isEqualTo(content.bytes(0, sent.length));
    assertThat(sent.length).isLessThan((int) content.manifest().rangeOf(3).endBytes());
    assertThat(store.holds(content.id(), 2)).isTrue();
    assertThat(store.holds(content.id(), 3)).isFalse();
    assertThat(store.holds(content.id(), 4)).isFalse();
  }

  @Test
  void region_whereTheDiskCannotRead_endsThereAndTheChunkIsMissing() throws Exception {
    disk.badByte = content.manifest().rangeOf(2).offsetBytes() + 9;

    byte[] sent = ChunkStoreContract.drain(region(all));

    assertThat(sent).isEqualTo(content.bytes(0, (int) disk.badByte));
    assertThat(store.holds(content.id(), 2)).isFalse();
    assertThat(store.holds(content.id(), 3)).isTrue();
  }

  @Test
  void target_fails_isNotHeldAgainstTheDisk() throws Exception {
    FileRegion region = region(all);
    assertThatThrownBy(() -> region.transferTo(0, new BrokenPipe()))
        .isInstanceOf(IOException.class)
        .hasMessage("Broken pipe");
    assertThat(store.damagedChunks()).isZero();
  }

  @Test
  void content_forgottenAndComingAgain_isNotSentThroughTheOldRegion() throws Exception {
    FileRegion region = region(all);
    store.forget(content.id());
    ChunkStoreContract.put(store, content, 4);
    assertThat(ChunkStoreContract.drain(region)).isEmpty();
  }

  @Test
  void readers_interruptedMeanwhile_doNotDisturbARegion() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!over.get()) {
                    Thread.currentThread().interrupt();
                    readAByte();
                  }
                });
    try {
      for (int i = 0; i < 300; i++) {
        byte[] sent = ChunkStoreContract.drain(region(all));
        assertThat(java.util.Arrays.equals(sent, content.bytes(0, sent.length))).isTrue();
        assertThat(sent).hasSize((int) all.lengthBytes());
      }
    } finally {
      over.set(true);
      other.join();
    }
  }

  private void readAByte() {
    try {
      store.read(content.manifest(), 0, ByteBuffer.allocate(1));
    } catch (MediaException e) {
      throw new AssertionError(e);
    }
  }

  /** A client that is gone. */
  private static final class BrokenPipe implements WritableByteChannel {

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      throw new IOException("Broken pipe");
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
