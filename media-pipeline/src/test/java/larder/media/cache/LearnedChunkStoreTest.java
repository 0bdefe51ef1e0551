package larder.media.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import larder.media.BlockHash;
import larder.media.Fault;
import larder.media.MediaException;
import larder.media.chunk.Expected;
import larder.media.chunk.Verification;
import larder.media.chunk.Verifier;
import larder.media.source.UnverifiedBlock;
import org.junit.jupiter.api.Test;

/**
 * The store on disk with a content whose hashes it learns: all of the same, and what is learned.
 */
@ChunkStoreContract.Learned
final class LearnedChunkStoreTest extends FileChunkStoreTest {

  private Expected hashOf(int index) {
    return new Expected.Hash(BlockHash.compute(content.chunkBytes(index)));
  }

  @Test
  void hash_restart_isRemembered() throws MediaException {
    stored(0, 3);
    ChunkStore again = reopened();
    assertThat(again.expected(content.manifest(), 3)).isEqualTo(hashOf(3));
    assertThat(again.expected(content.manifest(), 1)).isEqualTo(new Expected.Unseen());
  }

  @Test
  void chunk_droppedAsDamaged_mustComeBackTheSame() throws Exception {
    stored(0, 1);
    reopened().close();
    flip(file(".data"), content.manifest().rangeOf(1).offsetBytes() + 9);
    ChunkStore again = reopened();
    assertThat(again.readChunk(content.manifest(), 1)).isEmpty();
    again.flush();
    ChunkStore later = reopened();
    assertThat(later.expected(content.manifest(), 1)).isEqualTo(hashOf(1));
    byte[] other = content.chunkBytes(1);
    other[5] ^= 1;
    Verification answer =
        new Verifier()
            .verify(
                content.manifest(),
                1,
                later.expected(content.manifest(), 1),
                new UnverifiedBlock(other));
    assertThatThrownBy(answer::orThrow)
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.fault()).isEqualTo(Fault.WRONG_BYTES));
    put(later, content, 1);
    later.flush();
    assertThat(reopened().readChunk(content.manifest(), 1)).contains(content.chunkBytes(1));
  }

  @Test
  void content_forgotten_isLearnedAnew() throws MediaException {
    ChunkStore store = stored(0);
    store.forget(content.id());
    assertThat(store.expected(content.manifest(), 0)).isEqualTo(new Expected.Unseen());
  }

  @Test
  void journal_folded_keepsEveryHash() throws MediaException {
    ChunkStore store = open(1 << 30);
    for (int i = 0; i < 5; i++) {
      put(store, content, i);
      store.flush();
    }
    disk.writesUntilFailure.set(1); // the append; the next commit writes the map anew
    assertThatThrownBy(() -> drop(store)).isInstanceOf(MediaException.class);
    ChunkStore again = reopened();
    for (int i = 0; i < 5; i++) {
      assertThat(again.expected(content.manifest(), i)).isEqualTo(hashOf(i));
    }
  }

  private void drop(ChunkStore store) throws MediaException {
    disk.readsUntilFailure.set(1);
    assertThat(store.readChunk(content.manifest(), 2)).isEmpty();
    store.flush();
  }
}
