package larder.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a content's bytes must be: its size, its chunk size and the SHA-256 of every chunk, in
 * order. Every chunk has {@code chunkBytes} bytes but the last, which has the rest. In a mesh
 * folder a chunk is exactly a BEP block. Immutable; hashes are packed, since a library holds
 * millions of them.
 *
 * <p>Of a <em>learned</em> content nobody tells the hashes: a web server gives bytes and a
 * validator. Its manifest has size, chunk size and an origin instead, and the cache keeps the hash
 * of each chunk from the moment it first stores it.
 */
public final class Manifest {

  /** The smallest chunk: BEP's smallest block. */
  public static final int MIN_CHUNK_BYTES = 128 << 10;

  /** The largest chunk: BEP's largest block. It bounds every buffer of the pipeline. */
  public static final int MAX_CHUNK_BYTES = 16 << 20;

  /**
   * More chunks than any real file has (16 TiB in the largest blocks); a bound on what peers may
   * claim.
   */
  public static final int MAX_CHUNKS = 1 << 20;

  /** Length of a learned content's origin: a SHA-256. */
  public static final int ORIGIN_BYTES = BlockHash.BYTES;

  private static final byte[] LEARNED_MARK = "learned".getBytes(StandardCharsets.US_ASCII);

  private final long sizeBytes;
  private final int chunkBytes;
  private final boolean learned;

  /** The hashes of all chunks, or the origin of a learned content. */
  private final byte[] proof;

  private final ContentId contentId;

  /**
   * @param sizeBytes size of the content, one or more
   * @param chunkBytes a power of two from {@link #MIN_CHUNK_BYTES} to {@link #MAX_CHUNK_BYTES}
   * @param packedHashes 32 bytes for each chunk, in order; copied
   * @throws IllegalArgumentException if a value is out of bounds or the counts do not fit each
   *     other
   */
  public Manifest(long sizeBytes, int chunkBytes, byte[] packedHashes) {
    this(counted(checked(sizeBytes, chunkBytes), packedHashes), false, packedHashes);
  }

  private Manifest(Extent extent, boolean learned, byte[] proof) {
    this.sizeBytes = extent.sizeBytes();
    this.chunkBytes = extent.chunkBytes();
    this.learned = learned;
    this.proof = proof.clone();
    this.contentId = computeId();
  }

  private record Extent(long sizeBytes, int chunkBytes) {}

  /**
   * A content whose hashes are learned.
   *
   * @param origin 32 bytes that stand for everything that makes these bytes these and no others:
   *     whoever gives another origin means another content; copied
   * @throws IllegalArgumentException if a value is out of bounds
   */
  public static Manifest learned(long sizeBytes, int chunkBytes, byte[] origin) {
    if (origin.length != ORIGIN_BYTES) {
      throw new IllegalArgumentException(
          "an origin has " + ORIGIN_BYTES + " bytes, not " + origin.length);
    }
    return new Manifest(checked(sizeBytes, chunkBytes), true, origin);
  }

  private static Extent counted(Extent extent, byte[] packedHashes) {
    long count = (extent.sizeBytes() - 1) / extent.chunkBytes() + 1;
    if (packedHashes.length != count * BlockHash.BYTES) {
      throw new IllegalArgumentException(
          count
              + " chunks need "
              + count * BlockHash.BYTES
              + " hash bytes, not "
              + packedHashes.length);
    }
    return extent;
  }

  private static Extent checked(long sizeBytes, int chunkBytes) {
    if (chunkBytes < MIN_CHUNK_BYTES
        || chunkBytes > MAX_CHUNK_BYTES
        || Integer.bitCount(chunkBytes) != 1) {
      throw new IllegalArgumentException(
          "chunk size " + chunkBytes + " is no power of two from 128 KiB to 16 MiB");
    }
    if (sizeBytes < 1 || (sizeBytes - 1) / chunkBytes >= MAX_CHUNKS) {
      throw new IllegalArgumentException("content size out of bounds: " + sizeBytes);
    }
    return new Extent(sizeBytes, chunkBytes);
  }

  /** Whether nobody told the hashes of this content, so that {@link #hashOf} must not be asked. */
  public boolean isLearned() {
    return learned;
  }

  public ContentId contentId() {
    return contentId;
  }

  public long sizeBytes() {
    return sizeBytes;
  }

  public int chunkBytes() {
    return chunkBytes;
  }

  public int chunkCount() {
    return (int) ((sizeBytes - 1) / chunkBytes + 1);
  }

  /** The bytes that chunk {@code index} covers. */
  public ByteRange rangeOf(int index) {
    checkIndex(index);
    long offset = (long) index * chunkBytes;
    return new ByteRange(offset, Math.min(chunkBytes, sizeBytes - offset));
  }

  /** Length in bytes of chunk {@code index}. */
  public int lengthOf(int index) {
    return (int) rangeOf(index).lengthBytes();
  }

  /** The chunk that holds the byte at {@code offsetBytes}, which must lie in the content. */
  public int chunkAt(long offsetBytes) {
    if (offsetBytes < 0 || offsetBytes >= sizeBytes) {
      throw new IllegalArgumentException("offset " + offsetBytes + " of " + sizeBytes);
    }
    return (int) (offsetBytes / chunkBytes);
  }

  /**
   * The hash of chunk {@code index}.
   *
   * @throws IllegalStateException if the content is learned
   */
  public BlockHash hashOf(int index) {
    checkIndex(index);
    int from = index * BlockHash.BYTES;
    return BlockHash.of(Arrays.copyOfRange(hashes(), from, from + BlockHash.BYTES));
  }

  /**
   * A copy of all hashes, 32 bytes each, in order.
   *
   * @throws IllegalStateException if the content is learned
   */
  public byte[] packedHashes() {
    return hashes().clone();
  }

  private byte[] hashes() {
    if (learned) {
      throw new IllegalStateException(this + " has no hashes of its own");
    }
    return proof;
  }

  /**
   * A copy of the origin of a learned content.
   *
   * @throws IllegalStateException if its hashes are known
   */
  public byte[] origin() {
    if (!learned) {
      throw new IllegalStateException(this + " has hashes and no origin");
    }
    return proof.clone();
  }

  private void checkIndex(int index) {
    if (index < 0 || index >= chunkCount()) {
      throw new IndexOutOfBoundsException("chunk " + index + " of " + chunkCount());
    }
  }

  private ContentId computeId() {
    MessageDigest digest = BlockHash.sha256();
    digest.update(ByteBuffer.allocate(12).putLong(sizeBytes).putInt(chunkBytes).flip());
    if (learned) {
      digest.update(LEARNED_MARK); // of a length that no list of hashes has
    }
    digest.update(proof);
    return new ContentId(HexFormat.of().formatHex(digest.digest()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Manifest that && contentId.equals(that.contentId);
  }

  @Override
  public int hashCode() {
    return contentId.hashCode();
  }

  @Override
  public String toString() {
    return "Manifest[" + contentId + ", " + sizeBytes + " bytes in " + chunkCount() + " chunks]";
  }
}
