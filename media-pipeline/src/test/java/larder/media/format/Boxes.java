package larder.media.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes MP4 boxes and EBML elements for tests. */
final class Boxes {

  private Boxes() {}

  static byte[] box(String type, byte[]... content) {
    byte[] inside = join(content);
    return join(int32(8 + inside.length), ascii(type), inside);
  }

  /** A box whose size takes 64 bits. */
  static byte[] wideBox(String type, byte[]... content) {
    byte[] inside = join(content);
    return join(int32(1), ascii(type), int64(16 + inside.length), inside);
  }

  static byte[] movieHeader(int unitsPerSecond, int units) {
    return box("mvhd", new byte[12], int32(unitsPerSecond), int32(units), new byte[80]);
  }

  static byte[] wideMovieHeader(int unitsPerSecond, long units) {
    return box(
        "mvhd", int32(1 << 24), new byte[16], int32(unitsPerSecond), int64(units), new byte[80]);
  }

  /** An element with a size of eight bytes. */
  static byte[] element(long id, byte[]... content) {
    byte[] inside = join(content);
    return join(idOf(id), int64(inside.length | 1L << 56), inside);
  }

  static byte[] idOf(long id) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int shift = 24; shift >= 0; shift -= 8) {
      if (id >> shift != 0) {
        bytes.write((int) (id >> shift));
      }
    }
    return bytes.toByteArray();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] int32(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  static byte[] int64(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
