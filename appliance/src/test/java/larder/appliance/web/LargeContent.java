package larder.appliance.web;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
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

  private final int seed;
  private final Manifest manifest;

  /** {@code seed} tells contents of one size apart. */
  public LargeContent(int seed, long sizeBytes, int chunkBytes) {
    int count = (int) ((sizeBytes - 1) / chunkBytes + 1);
    byte[] hashes = new byte[count * BlockHash.BYTES];
    for (int i = 0; i < count; i++) {
      int length = (int) Math.min(chunkBytes, sizeBytes - (long) i * chunkBytes);
      byte[] hash = BlockHash.compute(bytes(seed, i, length)).toBytes();
      System.arraycopy(hash, 0, hashes, i * BlockHash.BYTES, BlockHash.BYTES);
    }
    this.seed = seed;
    this.manifest = new Manifest(sizeBytes, chunkBytes, hashes);
  }

  private static byte[] bytes(int seed, int index, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length + Long.BYTES);
    long start = (long) seed << 56 | (long) index << 28;
    for (int at = 0; at < length; at += Long.BYTES) {
      bytes.putLong(mix(start + at));
    }
    return Arrays.copyOf(bytes.array(), length);
  }

  /** SplitMix64's finish: no two bytes of a film are in the same surroundings. */
  private static long mix(long value) {
    long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  public Manifest manifest() {
    return manifest;
  }

  public byte[] bytesOf(int index) {
    return bytes(seed, index, manifest.lengthOf(index));
  }

  public VerifiedChunk chunk(int index) throws MediaException {
    return new Verifier()
        .verify(
            manifest,
            index,
            new Expected.Hash(manifest.hashOf(index)),
            new UnverifiedBlock(bytesOf(index)))
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
    return new UnverifiedBlock(bytesOf(index));
  }
}
