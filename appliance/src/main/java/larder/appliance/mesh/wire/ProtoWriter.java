package larder.appliance.mesh.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Writes protobuf fields into a growing array. Like protobuf 3, leaves out numbers that are 0 and
 * texts that are empty.
 */
public final class ProtoWriter {

  private byte[] bytes;
  private int length;

  public ProtoWriter(int capacityBytes) {
    bytes = new byte[capacityBytes];
  }

  public byte[] toBytes() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  public ProtoWriter varint(int field, long value) {
    if (value != 0) {
      tag(field, 0);
      rawVarint(value);
    }
    return this;
  }

  /** One number of a list; written even when it is 0. */
  ProtoWriter one(int field, long value) {
    tag(field, 0);
    rawVarint(value);
    return this;
  }

  public ProtoWriter bool(int field, boolean value) {
    return varint(field, value ? 1 : 0);
  }

  public ProtoWriter text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  public ProtoWriter bytes(int field, byte[] value) {
    return bytes(field, value, 0, value.length);
  }

  public ProtoWriter bytes(int field, byte[] value, int offset, int count) {
    if (count > 0) {
      delimited(field, value, offset, count);
    }
    return this;
  }

  /** A nested message; written even when empty, since it may be one of a list. */
  public ProtoWriter message(int field, Consumer<ProtoWriter> content) {
    ProtoWriter nested = new ProtoWriter(64);
    content.accept(nested);
    delimited(field, nested.bytes, 0, nested.length);
    return this;
  }

  private void delimited(int field, byte[] value, int offset, int count) {
    tag(field, 2);
    rawVarint(count);
    reserve(count);
    System.arraycopy(value, offset, bytes, length, count);
    length += count;
  }

  private void tag(int field, int wireType) {
    rawVarint(((long) field << 3) | wireType);
  }

  private void rawVarint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  private void reserve(int count) {
    int needed = Math.addExact(length, count);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, Math.min(bytes.length, 1 << 29) * 2));
    }
  }
}
