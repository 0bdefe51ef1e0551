package larder.media.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import larder.media.BlockHash;
import larder.media.ByteRange;
import larder.media.ContentId;
import larder.media.Fault;
import larder.media.FileRegion;
import larder.media.MediaException;
import larder.media.chunk.Expected;
import larder.media.fake.TestContent;
import org.junit.jupiter.api.Test;

/** What every chunk store does. */
public abstract class ChunkStoreContract {

  protected final TestContent content =
      getClass().isAnnotationPresent(Learned.class)
          ? TestContent.learnedOfChunks(1, 5)
          : TestContent.ofChunks(1, 5);

  /** On a test class: its content's hashes are learned. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface Learned {}

  /** An empty, open store with this budget; the subclass closes it. */
  protected abstract ChunkStore open(long budgetBytes);

  protected static void put(ChunkStore store, TestContent content, int index)
      throws MediaException {
    switch (store.admit(content.manifest(), index, Purpose.DEMAND)) {
      case Admission.Denied denied -> throw new MediaException(denied.fault(), "denied");
      case Admission.Granted granted -> {
        try (granted) {
          granted.write(content.chunk(index));
        }
      }
    }
  }

  @Test
  void store_empty_holdsNothing() throws MediaException {
    ChunkStore store = open(1 << 30);
    assertThat(store.holds(content.id(), 0)).isFalse();
    assertThat(store.cachedBytes(content.id())).isZero();
    assertThat(store.present(content.id()).isEmpty()).isTrue();
    assertThat(store.read(content.manifest(), 0, ByteBuffer.allocate(10))).isZero();
    assertThat(store.readChunk(content.manifest(), 0)).isEmpty();
    assertThat(store.manifest(content.id())).isEmpty();
    assertThat(store.isComplete(content.id())).isFalse();
  }

  @Test
  void chunk_written_isReadableButPresentOnlyAfterTheSync() throws MediaException {
    ChunkStore store = open(1 << 30);
    put(store, content, 2);
    assertThat(store.holds(content.id(), 2)).isTrue();
    assertThat(store.readChunk(content.manifest(), 2)).contains(content.chunkBytes(2));
    store.flush();
    assertThat(store.present(content.id()).stream().toArray()).containsExactly(2);
    assertThat(store.cachedBytes(content.id())).isEqualTo(content.manifest().lengthOf(2));
    assertThat(store.manifest(content.id())).contains(content.manifest());
  }

  @Test
  void read_acrossAChunksEnd_stopsThere() throws MediaException {
    ChunkStore store = open(1 << 30);
    put(store, content, 1);
    long end = content.manifest().rangeOf(1).endBytes();
    ByteBuffer target = ByteBuffer.allocate(100);
    assertThat(store.read(content.manifest(), end - 7, target)).isEqualTo(7);
    assertThat(target.position()).isEqualTo(7);
    assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(content.bytes(end - 7, 7)));
    assertThat(store.read(content.manifest(), end, target)).isZero();
  }

  @Test
  void region_overARunOfChunks_sendsThemAndEndsAtTheHole() throws Exception {
    ChunkStore store = open(1 << 30);
    put(store, content, 1);
    put(store, content, 2);
    long from = content.manifest().rangeOf(1).offsetBytes() + 7;
    ByteRange range = new ByteRange(from, content.manifest().sizeBytes() - from);
    FileRegion region = store.region(content.manifest(), range).orElseThrow();

    byte[] sent = drain(region);

    int length = (int) (content.manifest().rangeOf(2).endBytes() - from);
    assertThat(sent).isEqualTo(content.bytes(from, length));
    assertThat(region.leftBytes(sent.length)).isZero();
  }

  @Test
  void region_withinAChunk_sendsNoByteMore() throws Exception {
    ChunkStore store = open(1 << 30);
    put(store, content, 4);
    long from = content.manifest().rangeOf(4).offsetBytes() + 100;
    assertThat(drain(store.region(content.manifest(), new ByteRange(from, 11)).orElseThrow()))
        .isEqualTo(content.bytes(from, 11));
  }

  @Test
  void region_ofAMissingChunk_isEmpty() throws MediaException {
    ChunkStore store = open(1 << 30);
    put(store, content, 1);
    assertThat(store.region(content.manifest(), new ByteRange(0, 10))).isEmpty();
  }

  @Test
  void region_ofAContentForgottenMeanwhile_ends() throws Exception {
    ChunkStore store = open(1 << 30);
    put(store, content, 0);
    FileRegion region = store.region(content.manifest(), new ByteRange(0, 1000)).orElseThrow();
    store.forget(content.id());
    assertThat(region.leftBytes(0)).isZero();
    assertThat(drain(region)).isEmpty();
  }

  /** Sends all that the region gives, in small writes. */
  protected static byte[] drain(FileRegion region) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (WritableByteChannel target = Channels.newChannel(bytes)) {
      while (region.leftBytes(bytes.size()) > 0) {
        region.transferTo(bytes.size(), target);
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void chunk_writtenTwice_countsOnce() throws MediaException {
    ChunkStore store = open(1 << 30);
    put(store, content, 4);
    put(store, content, 4);
    store.flush();
    assertThat(store.usage().usedBytes()).isEqualTo(content.manifest().lengthOf(4));
  }

  @Test
  void content_allChunksPresent_isComplete() throws MediaException {
    ChunkStore store = open(1 << 30);
    List<ContentId> told = new ArrayList<>();
    store.onChange(told::add);
    for (int i = 0; i < 5; i++) {
      put(store, content, i);
    }
    store.flush();
    assertThat(store.isComplete(content.id())).isTrue();
    assertThat(store.cachedBytes(content.id())).isEqualTo(content.manifest().sizeBytes());
    assertThat(told).contains(content.id());
    assertThat(store.complete()).containsExactly(content.id());
  }

  @Test
  void budget_used_deniesMore() throws MediaException {
    ChunkStore store = open(content.manifest().lengthOf(0));
    ChunkStore.Pin pin = store.pin(content.id());
    put(store, content, 0);
    assertThatThrownBy(() -> put(store, content, 1))
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DISK_FULL));
    pin.close();
  }

  @Test
  void content_forgotten_isGone() throws MediaException {
    ChunkStore store = open(1 << 30);
    put(store, content, 0);
    store.flush();
    store.forget(content.id());
    assertThat(store.holds(content.id(), 0)).isFalse();
    assertThat(store.usage().usedBytes()).isZero();
    put(store, content, 0);
    store.flush();
    assertThat(store.present(content.id()).cardinality()).isEqualTo(1);
  }

  @Test
  void grant_forAnotherContent_isRefused() {
    ChunkStore store = open(1 << 30);
    TestContent other = TestContent.ofChunks(2, 3);
    switch (store.admit(content.manifest(), 0, Purpose.STOCK)) {
      case Admission.Denied denied -> throw new AssertionError(denied);
      case Admission.Granted granted ->
          assertThatThrownBy(() -> granted.write(other.chunk(0)))
              .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void store_closed_refusesAndClosesAgain() throws MediaException {
    ChunkStore store = open(1 << 30);
    put(store, content, 0);
    store.close();
    store.close();
    assertThat(store.admit(content.manifest(), 1, Purpose.DEMAND))
        .isEqualTo(new Admission.Denied(Fault.CLOSING));
    assertThatThrownBy(() -> store.readChunk(content.manifest(), 0))
        .isInstanceOf(MediaException.class);
  }

  @Test
  void chunk_ofALearnedContent_isUnseenUntilItIsStored() throws MediaException {
    TestContent learned = TestContent.learnedOfChunks(7, 3);
    ChunkStore store = open(1 << 30);
    assertThat(store.expected(learned.manifest(), 1)).isEqualTo(new Expected.Unseen());
    put(store, learned, 1);
    assertThat(store.expected(learned.manifest(), 1))
        .isEqualTo(new Expected.Hash(BlockHash.compute(learned.chunkBytes(1))));
    assertThat(store.expected(learned.manifest(), 2)).isEqualTo(new Expected.Unseen());
    store.flush();
    assertThat(store.manifest(learned.id())).contains(learned.manifest());
    assertThat(store.readChunk(learned.manifest(), 1)).contains(learned.chunkBytes(1));
  }

  @Test
  void chunk_whoseHashIsKnown_isExpectedSo() {
    TestContent known = TestContent.ofChunks(8, 4);
    assertThat(open(1 << 30).expected(known.manifest(), 3))
        .isEqualTo(new Expected.Hash(known.manifest().hashOf(3)));
  }
}
