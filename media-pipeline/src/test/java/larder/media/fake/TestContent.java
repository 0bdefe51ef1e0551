package larder.media.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Random;
import larder.media.BlockHash;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.chunk.Expected;
import larder.media.chunk.VerifiedChunk;
import larder.media.chunk.Verifier;
import larder.media.source.UnverifiedBlock;

/** A content whose bytes are known, random ones from a seed; its hashes are too, or are learned. */
public final class TestContent {

  private final byte[] bytes;
  private final Manifest manifest;

  private TestContent(byte[] bytes, Manifest manifest) {
    this.bytes = bytes;
    this.manifest = manifest;
  }

  public TestContent(long seed, int sizeBytes, int chunkBytes) {
    bytes = random(seed, sizeBytes);
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

  /** The same with hashes that nobody tells. */
  public static TestContent learnedOfChunks(long seed, int chunks) {
    TestContent known = ofChunks(seed, chunks);
    byte[] origin = BlockHash.compute(Long.toString(seed).getBytes(UTF_8)).toBytes();
    Manifest manifest = known.manifest;
    return new TestContent(
        known.bytes, Manifest.learned(manifest.sizeBytes(), manifest.chunkBytes(), origin));
  }

  private static byte[] random(long seed, int sizeBytes) {
    byte[] bytes = new byte[sizeBytes];
    new Random(seed).nextBytes(bytes);
    return bytes;
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

  private Expected expected(int index) {
    return manifest.isLearned() ? new Expected.Unseen() : new Expected.Hash(manifest.hashOf(index));
  }

  public VerifiedChunk chunk(int index) {
    try {
      return new Verifier()
          .verify(manifest, index, expected(index), new UnverifiedBlock(chunkBytes(index)))
          .orThrow();
    } catch (larder.media.MediaException e) {
      throw new AssertionError(e);
    }
  }
}
