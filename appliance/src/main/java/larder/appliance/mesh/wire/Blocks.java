package larder.appliance.mesh.wire;

import java.util.Arrays;

/**
 * A file's block hashes, packed: 32 bytes each, in order. Offsets and sizes follow from file and
 * block size; the codec refuses entries where they do not. Two are equal if their hashes are.
 */
public final class Blocks {

  public static final Blocks NONE = new Blocks(new byte[0]);

  private final byte[] packed;
  private final int[] weakHashes;

  public Blocks(byte[] packed) {
    this(packed.clone(), new int[0]);
  }

  private Blocks(byte[] packed, int[] weakHashes) {
    if (packed.length % 32 != 0) {
      throw new IllegalArgumentException("hash bytes: " + packed.length);
    }
    this.packed = packed;
    this.weakHashes = weakHashes;
  }

  /** Takes the arrays, which the caller must not touch again: a copy may have megabytes. */
  static Blocks owning(byte[] packed, int[] weakHashes) {
    return new Blocks(packed, weakHashes);
  }

  /** Adler-32 of each block, if the announcer told; else empty. Says nothing about safety. */
  public int[] weakHashes() {
    return weakHashes.clone();
  }

  public int count() {
    return packed.length / 32;
  }

  public byte[] packed() {
    return packed.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Blocks that && Arrays.equals(packed, that.packed);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(packed);
  }
}
