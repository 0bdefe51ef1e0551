package larder.appliance.mesh.wire;

import java.util.Arrays;

/**
 * A file's block hashes, packed: 32 bytes each, in order. Offsets and sizes follow from file and
 * block size; the codec refuses entries where they do not.
 */
public final class Blocks {

  public static final Blocks NONE = new Blocks(new byte[0]);

  private final byte[] packed;

  public Blocks(byte[] packed) {
    this(packed.clone(), packed.length);
  }

  private Blocks(byte[] owned, int length) {
    if (length % 32 != 0) {
      throw new IllegalArgumentException("hash bytes: " + length);
    }
    this.packed = owned;
  }

  /** Takes {@code packed}, which the caller must not touch again: a copy may have megabytes. */
  static Blocks owning(byte[] packed) {
    return new Blocks(packed, packed.length);
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
