package larder.media.fake;

import java.util.Arrays;
import java.util.Random;
import larder.media.BlockHash;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.chunk.VerifiedChunk;
import larder.media.chunk.Verifier;
import larder.media.source.UnverifiedBlock;

/** A content whose bytes are known: random ones from a seed. */
public final class TestContent {

  private final byte[] bytes;
  private final Manifest manifest;

  public TestContent(long seed, int sizeBytes, int chunkBytes) {
    bytes = new byte[sizeBytes];
    new Random(seed).nextBytes(bytes);
    int count = (sizeBytes - 1) / chunkBytes + 1;
    byte[] hashes = new byte[count * BlockHash.BYTES];
    for (int i = 0; i < count; i++) {
      int end = Math.min(sizeBytes, (i + 1) * chunkBytes);
      byte[] hash = BlockHash.compute(Arrays.copyOfRange(bytes, i * chunkBytes, end)).toBytes();
      System.arraycopy(hash, 0, hashes, i * BlockHash.BYTES, BlockHash.BYTES);
    }
    manifest = new Manifest(sizeBytes, chunkBytes, hashes);
  }

  /** {@code chunks} chunks of the smallest size, the last one cut short. */
  public static TestContent ofChunks(long seed, int chunks) {
    int size = chunks * Manifest.MIN_CHUNK_BYTES - 1000;
    return new TestContent(seed, size, Manifest.MIN_CHUNK_BYTES);
  }

  public Manifest manifest() {
    return manifest;
  }

  public ContentId id() {
    return manifest.contentId();
  }

  public byte[] bytes(long offsetBytes, int lengthBytes) {
    return Arrays.copyOfRange(bytes, (int) offsetBytes, (int) offsetBytes + lengthBytes);
  }

  public byte[] chunkBytes(int index) {
    return bytes(manifest.rangeOf(index).offsetBytes(), manifest.lengthOf(index));
  }

  public VerifiedChunk chunk(int index) {
    try {
      return new Verifier()
          .verify(manifest, index, new UnverifiedBlock(chunkBytes(index)))
          .orThrow();
    } catch (larder.media.MediaException e) {
      throw new AssertionError(e);
    }
  }
}
