package larder.media.chunk;

import java.nio.ByteBuffer;
import larder.media.BlockHash;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.source.UnverifiedBlock;

/**
 * One chunk whose bytes are what is expected of them. Only {@link Verifier} makes one, so whoever
 * holds one may store and serve it.
 */
public final class VerifiedChunk {

  private final ContentId content;
  private final int index;
  private final BlockHash hash;
  private final byte[] bytes;

  private VerifiedChunk(ContentId content, int index, BlockHash hash, byte[] bytes) {
    this.content = content;
    this.index = index;
    this.hash = hash;
    this.bytes = bytes;
  }

  /** The only door: holds {@code block} against what is expected. */
  static Verification check(
      Manifest manifest, int index, Expected expected, UnverifiedBlock block) {
    byte[] bytes = block.bytes();
    int wanted = manifest.lengthOf(index);
    if (bytes.length != wanted) {
      return new Verification.Refused(
          "chunk " + index + " has " + bytes.length + " bytes, wanted " + wanted);
    }
    BlockHash hash = BlockHash.compute(bytes);
    if (!isAsExpected(manifest, expected, hash)) {
      return new Verification.Refused("chunk " + index + " does not match its hash");
    }
    return new Verification.Accepted(new VerifiedChunk(manifest.contentId(), index, hash, bytes));
  }

  private static boolean isAsExpected(Manifest manifest, Expected expected, BlockHash hash) {
    return switch (expected) {
      case Expected.Hash(BlockHash wanted) -> hash.equals(wanted);
      case Expected.Unseen _ -> {
        if (!manifest.isLearned()) {
          throw new IllegalArgumentException("the hashes of " + manifest + " are known");
        }
        yield true;
      }
    };
  }

  public ContentId content() {
    return content;
  }

  public int index() {
    return index;
  }

  /** The SHA-256 of its bytes. */
  public BlockHash hash() {
    return hash;
  }

  public int lengthBytes() {
    return bytes.length;
  }

  /** A read-only view of all the bytes, without a copy. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  @Override
  public String toString() {
    return "VerifiedChunk[" + content + " #" + index + "]";
  }
}
