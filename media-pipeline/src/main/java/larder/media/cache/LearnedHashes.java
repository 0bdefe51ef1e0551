package larder.media.cache;

import java.util.Arrays;
import java.util.Optional;
import larder.media.BlockHash;

/**
 * The hashes of a learned content, as far as its chunks were ever stored: 32 bytes for each chunk,
 * zeros for one that nobody has seen. A hash stays when its chunk is dropped, so that what is
 * fetched in its place must be the same. Not safe for several threads: its owner guards it.
 */
final class LearnedHashes {

  private final byte[] packed;

  /** None of {@code chunkCount} chunks has been seen. */
  LearnedHashes(int chunkCount) {
    this(new byte[chunkCount * BlockHash.BYTES]);
  }

  private LearnedHashes(byte[] packed) {
    this.packed = packed;
  }

  /** As {@link #packed} gave them; the array is taken over. */
  static LearnedHashes ofPacked(byte[] packed) {
    return new LearnedHashes(packed);
  }

  /** The hash of a chunk; empty if it was never stored. */
  Optional<BlockHash> of(int index) {
    byte[] hash = bytesOf(index);
    return Arrays.equals(hash, new byte[BlockHash.BYTES])
        ? Optional.empty()
        : Optional.of(BlockHash.of(hash));
  }

  /** The 32 bytes of a chunk's hash. */
  byte[] bytesOf(int index) {
    int from = index * BlockHash.BYTES;
    return Arrays.copyOfRange(packed, from, from + BlockHash.BYTES);
  }

  void learn(int index, BlockHash hash) {
    System.arraycopy(hash.toBytes(), 0, packed, index * BlockHash.BYTES, BlockHash.BYTES);
  }

  /** All of them, in order; not a copy. */
  byte[] packed() {
    return packed;
  }

  LearnedHashes copy() {
    return new LearnedHashes(packed.clone());
  }
}
