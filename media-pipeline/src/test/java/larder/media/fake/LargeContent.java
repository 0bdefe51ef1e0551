package larder.media.fake;

import java.nio.ByteBuffer;
import java.time.Duration;
import larder.media.BlockHash;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.chunk.Expected;
import larder.media.chunk.VerifiedChunk;
import larder.media.chunk.Verifier;
import larder.media.source.BlockSource;
import larder.media.source.SourceId;
import larder.media.source.UnverifiedBlock;

/** A content of any size whose bytes are made when they are needed; also a source of itself. */
public final class LargeContent implements BlockSource {

  private final long seed;
  private final Manifest manifest;

  /** {@code seed} tells contents of one size apart. */
  public LargeContent(long seed, long sizeBytes, int chunkBytes) {
    this.seed = seed;
    int count = (int) ((sizeBytes - 1) / chunkBytes + 1);
    byte[] hashes = new byte[count * BlockHash.BYTES];
    for (int i = 0; i < count; i++) {
      long from = (long) i * chunkBytes;
      byte[] bytes = bytes(from, (int) Math.min(chunkBytes, sizeBytes - from));
      System.arraycopy(
          BlockHash.compute(bytes).toBytes(), 0, hashes, i * BlockHash.BYTES, BlockHash.BYTES);
    }
    this.manifest = new Manifest(sizeBytes, chunkBytes, hashes);
  }

  public Manifest manifest() {
    return manifest;
  }

  /** A copy of some bytes; chunks start at multiples of eight, and are made eight at a time. */
  public byte[] bytes(long offsetBytes, int lengthBytes) {
    ByteBuffer bytes = ByteBuffer.allocate(lengthBytes);
    long at = offsetBytes;
    while (at % Long.BYTES == 0 && bytes.remaining() >= Long.BYTES) {
      bytes.putLong(word(at / Long.BYTES));
      at += Long.BYTES;
    }
    while (bytes.hasRemaining()) {
      bytes.put(byteAt(at++));
    }
    return bytes.array();
  }

  /** Whether {@code bytes}, to its limit, is what lies at {@code offsetBytes}. */
  public boolean matches(long offsetBytes, ByteBuffer bytes) {
    long start = offsetBytes - bytes.position();
    int at = bytes.position();
    boolean same = true;
    while (same && at < bytes.limit()) {
      boolean whole = (start + at) % Long.BYTES == 0 && bytes.limit() - at >= Long.BYTES;
      same =
          whole
              ? bytes.getLong(at) == word((start + at) / Long.BYTES)
              : bytes.get(at) == byteAt(start + at);
      at += whole ? Long.BYTES : 1;
    }
    return same;
  }

  private byte byteAt(long offset) {
    int shift = Long.SIZE - Byte.SIZE * (int) (offset % Long.BYTES + 1);
    return (byte) (word(offset / Long.BYTES) >>> shift);
  }

  /** SplitMix64's finish over a count: no two places look alike. */
  private long word(long index) {
    long z = (seed << 48) + index;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  public VerifiedChunk chunk(int index) throws MediaException {
    return new Verifier()
        .verify(
            manifest, index, new Expected.Hash(manifest.hashOf(index)), read(index, Duration.ZERO))
        .orThrow();
  }

  @Override
  public SourceId id() {
    return new SourceId("generator-" + seed);
  }

  @Override
  public boolean has(int index) {
    return true;
  }

  @Override
  public UnverifiedBlock read(int index, Duration timeout) {
    long offset = manifest.rangeOf(index).offsetBytes();
    return new UnverifiedBlock(bytes(offset, manifest.lengthOf(index)));
  }
}
