package larder.media.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import larder.media.Fault;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.fake.TestContent;
import larder.media.source.UnverifiedBlock;
import org.junit.jupiter.api.Test;

final class VerifierTest {

  private final TestContent content = TestContent.ofChunks(3, 3);
  private final Verifier verifier = new Verifier();

  @Test
  void block_right_isAccepted() throws MediaException {
    UnverifiedBlock block = new UnverifiedBlock(content.chunkBytes(2));
    VerifiedChunk chunk = verifier.verify(content.manifest(), 2, hashOf(2), block).orThrow();
    assertThat(chunk.index()).isEqualTo(2);
    assertThat(chunk.lengthBytes()).isEqualTo(content.manifest().lengthOf(2));
    assertThat(chunk.buffer().isReadOnly()).isTrue();
  }

  @Test
  void block_ofAnotherChunkOrLength_isRefused() {
    for (byte[] wrong : new byte[][] {content.chunkBytes(0), content.bytes(0, 17), {}}) {
      Verification answer =
          verifier.verify(content.manifest(), 1, hashOf(1), new UnverifiedBlock(wrong));
      assertThatThrownBy(answer::orThrow)
          .isInstanceOfSatisfying(
              MediaException.class, e -> assertThat(e.fault()).isEqualTo(Fault.WRONG_BYTES));
    }
  }

  private Expected hashOf(int index) {
    return new Expected.Hash(content.manifest().hashOf(index));
  }

  @Test
  void block_unseen_isAcceptedByItsLengthAndGetsItsHash() throws MediaException {
    Manifest learned = TestContent.learnedOfChunks(3, 3).manifest();
    UnverifiedBlock block = new UnverifiedBlock(content.chunkBytes(1));
    VerifiedChunk chunk = verifier.verify(learned, 1, new Expected.Unseen(), block).orThrow();
    assertThat(chunk.hash()).isEqualTo(content.manifest().hashOf(1));
    UnverifiedBlock cut = new UnverifiedBlock(content.bytes(0, 17));
    assertThat(verifier.verify(learned, 1, new Expected.Unseen(), cut))
        .isInstanceOf(Verification.Refused.class);
  }

  @Test
  void block_learnedBefore_mustBeTheSame() {
    Manifest learned = TestContent.learnedOfChunks(3, 3).manifest();
    UnverifiedBlock other = new UnverifiedBlock(content.chunkBytes(0));
    assertThat(verifier.verify(learned, 1, hashOf(1), other))
        .isInstanceOf(Verification.Refused.class);
  }

  @Test
  void chunk_whoseHashIsKnown_isNeverUnseen() {
    UnverifiedBlock block = new UnverifiedBlock(content.chunkBytes(1));
    assertThatThrownBy(() -> verifier.verify(content.manifest(), 1, new Expected.Unseen(), block))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
