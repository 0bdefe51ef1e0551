package larder.appliance.mesh.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads protobuf fields from a part of an array, one after the other, copying nothing but what is
 * asked for. Use: {@code while (in.next()) switch (in.field())}, with {@link #skip} as the default.
 *
 * <p>Source: protobuf encoding, "Message Structure". Groups are refused: the protocol has none.
 */
public final class ProtoReader {

  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int DELIMITED = 2;
  static final int FIXED32 = 5;

  private final byte[] bytes;
  private final int end;
  private int position;
  private int field;
  private int wireType;

  public ProtoReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private ProtoReader(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /** Moves to the next field's value. @return false at the end */
  public boolean next() throws WireException {
    if (position == end) {
      return false;
    }
    long tag = rawVarint();
    field = fieldOf(tag);
    wireType = (int) tag & 7;
    return true;
  }

  /** The number of the field that {@link #next} moved to. */
  public int field() {
    return field;
  }

  public long varint() throws WireException {
    expect(VARINT);
    return rawVarint();
  }

  /** An int32, or an enum: the low 32 bits, as protobuf has it. */
  public int int32() throws WireException {
    return (int) varint();
  }

  /** One of a repeated int32, or several of them packed: who wrote it may choose. */
  List<Integer> int32s() throws WireException {
    if (wireType == VARINT) {
      return List.of(int32());
    }
    ProtoReader packed = message();
    List<Integer> numbers = new ArrayList<>();
    while (packed.position < packed.end) {
      numbers.add((int) packed.rawVarint());
    }
    return numbers;
  }

  public boolean bool() throws WireException {
    return varint() != 0;
  }

  /**
   * The field's bytes, copied.
   *
   * @param limitBytes checked before the copy is made
   */
  public byte[] bytes(int limitBytes) throws WireException {
    int length = length(limitBytes);
    byte[] copy = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return copy;
  }

  /**
   * The field's text.
   *
   * @param limitBytes length in UTF-8, checked before the text is made
   */
  public String text(int limitBytes) throws WireException {
    int length = length(limitBytes);
    String text = text(bytes, position, length);
    position += length;
    return text;
  }

  /** A reader for the nested message, which this one then has behind it. */
  public ProtoReader message() throws WireException {
    int length = length(Integer.MAX_VALUE);
    ProtoReader nested = new ProtoReader(bytes, position, position + length);
    position += length;
    return nested;
  }

  /** Copies the field, which must be exactly as long as the target's part, into it. */
  public void copyExactly(byte[] target, int offset, int length) throws WireException {
    if (length(length) != length) {
      throw new WireException("hash is not " + length + " bytes long");
    }
    System.arraycopy(bytes, position, target, offset, length);
    position += length;
  }

  /** Passes over a field that has no meaning here. */
  public void skip() throws WireException {
    switch (wireType) {
      case VARINT -> rawVarint();
      case FIXED64 -> advance(8);
      case FIXED32 -> advance(4);
      case DELIMITED -> advance(length(Integer.MAX_VALUE));
      default -> throw new WireException("wire type " + wireType + " is not used");
    }
  }

  static int fieldOf(long tag) throws WireException {
    if ((tag >>> 3) == 0 || (tag >>> 3) > 0x1fff_ffff) {
      throw new WireException("field number out of range");
    }
    return (int) (tag >>> 3);
  }

  static String text(byte[] bytes, int offset, int length) throws WireException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, offset, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new WireException("text is not UTF-8");
    }
  }

  private int length(int limitBytes) throws WireException {
    expect(DELIMITED);
    long length = rawVarint();
    if (length < 0 || length > end - position) {
      throw new WireException("field ends after its message");
    }
    if (length > limitBytes) {
      throw new WireException("field of " + length + " bytes, at most " + limitBytes + " allowed");
    }
    return (int) length;
  }

  private void advance(int count) throws WireException {
    if (count > end - position) {
      throw new WireException("field ends after its message");
    }
    position += count;
  }

  private void expect(int expected) throws WireException {
    if (wireType != expected) {
      throw new WireException("field " + field + " has wire type " + wireType);
    }
  }

  private long rawVarint() throws WireException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (position == end) {
        throw new WireException("number ends after its message");
      }
      byte next = bytes[position++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new WireException("number longer than 10 bytes");
  }
}
