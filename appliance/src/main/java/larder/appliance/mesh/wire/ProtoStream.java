package larder.appliance.mesh.wire;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the outermost protobuf fields of a message off the connection, one after the other: for
 * those that are too large to hold or to copy. Use like {@link ProtoReader}, which reads what is
 * nested in it.
 */
final class ProtoStream {

  private final InputStream in;

  /** The current field's number and wire type, and a number's value or the length of the rest. */
  private int field;

  private int wireType;
  private int left;

  /**
   * @param in ends with the message
   * @param lengthBytes how long the message is
   */
  ProtoStream(InputStream in, int lengthBytes) {
    this.in = in;
    this.left = lengthBytes;
  }

  /** Moves to the next field's value. @return false at the end */
  boolean next() throws IOException {
    if (left == 0) {
      // A compressed message says only here that nothing follows.
      if (in.read() >= 0) {
        throw new WireException("message is longer than it claims");
      }
      return false;
    }
    long tag = varint();
    field = ProtoReader.fieldOf(tag);
    wireType = (int) tag & 7;
    return true;
  }

  int field() {
    return field;
  }

  /**
   * The length of a text, of bytes or of a nested message, which comes next.
   *
   * @param limitBytes what it may have
   */
  int length(int limitBytes) throws IOException {
    if (wireType != ProtoReader.DELIMITED) {
      throw new WireException("field " + field + " has wire type " + wireType);
    }
    long length = varint();
    if (length < 0 || length > left) {
      throw new WireException("field ends after its message");
    }
    if (length > limitBytes) {
      throw new WireException("field of " + length + " bytes, at most " + limitBytes + " allowed");
    }
    return (int) length;
  }

  /** The next {@code length} bytes, in one array that nothing else refers to. */
  byte[] bytes(int length) throws IOException {
    byte[] bytes = new byte[length];
    if (in.readNBytes(bytes, 0, length) < length) {
      throw new WireException("field ends after its message");
    }
    left -= length;
    return bytes;
  }

  /** An int32, or an enum: the low 32 bits, as protobuf has it. */
  int int32() throws IOException {
    if (wireType != ProtoReader.VARINT) {
      throw new WireException("field " + field + " has wire type " + wireType);
    }
    return (int) varint();
  }

  /** Passes over a field that has no meaning here. */
  void skip() throws IOException {
    switch (wireType) {
      case ProtoReader.VARINT -> varint();
      case ProtoReader.FIXED64 -> pass(8);
      case ProtoReader.FIXED32 -> pass(4);
      case ProtoReader.DELIMITED -> pass(length(Integer.MAX_VALUE));
      default -> throw new WireException("wire type " + wireType + " is not used");
    }
  }

  /** Passes over so many bytes of a field whose length was read. */
  void pass(int count) throws IOException {
    if (count > left) {
      throw new WireException("field ends after its message");
    }
    in.skipNBytes(count);
    left -= count;
  }

  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (left == 0) {
        throw new WireException("number ends after its message");
      }
      int next = in.read();
      left--;
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new WireException("number longer than 10 bytes");
  }
}
