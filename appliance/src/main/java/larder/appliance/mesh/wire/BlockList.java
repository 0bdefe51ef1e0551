package larder.appliance.mesh.wire;

import java.util.Arrays;

/**
 * A file's blocks while they come in. Keeps 32 bytes of each, never more than the message had, and
 * knows whether they lie end to end.
 */
final class BlockList {

  int count;

  private byte[] hashes = new byte[32];

  /** Adler-32 of each block, which only peers of the 1.x line tell. */
  private int[] weakHashes = new int[1];

  private boolean hasWeakHashes = true;
  private int firstSize;
  private int lastSize;
  private long endBytes;
  private boolean tiled = true;

  void add(ProtoReader in) throws WireException {
    reserve();
    long offset = 0;
    int size = 0;
    int weakHash = 0;
    boolean hashed = false;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> offset = in.varint();
        case 2 -> size = in.int32();
        case 3 -> {
          in.copyExactly(hashes, count * 32, 32);
          hashed = true;
        }
        case 4 -> weakHash = in.int32();
        default -> in.skip();
      }
    }
    if (!hashed) {
      throw new WireException("block without a hash");
    }
    weakHashes[count] = weakHash;
    hasWeakHashes &= weakHash != 0;
    append(offset, size);
  }

  /** The blocks, if they cover {@code fileSize} bytes in steps of {@code blockSize}. */
  Blocks checked(int blockSize, long fileSize) throws WireException {
    if (count == 0) {
      return Blocks.NONE;
    }
    boolean sizeAllowed =
        blockSize >= Limits.MIN_BLOCK_BYTES
            && blockSize <= Limits.BLOCK_BYTES
            && Integer.bitCount(blockSize) == 1;
    boolean sizesMatch = count == 1 || firstSize == blockSize;
    if (!sizeAllowed || !tiled || !sizesMatch || lastSize > blockSize || endBytes != fileSize) {
      throw new WireException("blocks do not make up their file");
    }
    return Blocks.owning(
        Arrays.copyOf(hashes, count * 32),
        hasWeakHashes ? Arrays.copyOf(weakHashes, count) : new int[0]);
  }

  private void append(long offset, int size) {
    // All but the last are as long as the first, and only an only block may be empty.
    boolean follows = count == 0 || (lastSize == firstSize && size > 0 && size <= firstSize);
    tiled &= follows && offset == endBytes && size >= 0;
    firstSize = count == 0 ? size : firstSize;
    lastSize = size;
    endBytes += size;
    count++;
  }

  private void reserve() {
    if (hashes.length < (count + 1) * 32) {
      hashes = Arrays.copyOf(hashes, hashes.length * 2);
      weakHashes = Arrays.copyOf(weakHashes, weakHashes.length * 2);
    }
  }
}
