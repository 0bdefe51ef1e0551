package larder.appliance.mesh.wire;

import java.util.Arrays;
import java.util.HexFormat;

/** A device's id in the mesh: the SHA-256 of its certificate's DER form. */
public final class DeviceId implements Comparable<DeviceId> {

  /** Length of the binary form. */
  public static final int BYTES = 32;

  private final byte[] bytes;

  private DeviceId(byte[] bytes) {
    this.bytes = bytes;
  }

  /** An id from its 32 bytes, copied. */
  public static DeviceId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "a device id has " + BYTES + " bytes, not " + bytes.length);
    }
    return new DeviceId(bytes.clone());
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public int compareTo(DeviceId other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeviceId that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
