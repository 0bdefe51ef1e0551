package larder.media.chunk;

import java.nio.ByteBuffer;
import larder.media.BlockHash;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.source.UnverifiedBlock;

/**
 * One chunk whose bytes are what the manifest says. Only {@link Verifier} makes one, so whoever
 * holds one may store and serve it.
 */
public final class VerifiedChunk {

  private final ContentId content;
  private final int index;
  private final byte[] bytes;

  private VerifiedChunk(ContentId content, int index, byte[] bytes) {
    this.content = content;
    this.index = index;
    this.bytes = bytes;
  }

  /** The only door: holds {@code block} against the manifest. */
  static Verification check(Manifest manifest, int index, UnverifiedBlock block) {
    byte[] bytes = block.bytes();
    int wanted = manifest.lengthOf(index);
    if (bytes.length != wanted) {
      return new Verification.Refused(
          "chunk " + index + " has " + bytes.length + " bytes, wanted " + wanted);
    }
    if (!BlockHash.compute(bytes).equals(manifest.hashOf(index))) {
      return new Verification.Refused("chunk " + index + " does not match its hash");
    }
    return new Verification.Accepted(new VerifiedChunk(manifest.contentId(), index, bytes));
  }

  public ContentId content() {
    return content;
  }

  public int index() {
    return index;
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
