package larder.appliance.mesh.wire;

import java.util.Arrays;

/**
 * Bytes of a message, compared by content. Not copied, since blocks are large: whoever makes one
 * gives the array away.
 */
public final class Bytes {

  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /** Wraps {@code array}, which the caller must not touch again. */
  public static Bytes wrap(byte[] array) {
    return new Bytes(array);
  }

  /** The array itself; treat as read-only unless you are its last owner. */
  public byte[] array() {
    return array;
  }

  public int length() {
    return array.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(array, that.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  @Override
  public String toString() {
    return array.length + " bytes";
  }
}
