package larder.appliance.mesh.identity;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** The few forms of DER (X.690) that a certificate needs. Each method gives a whole element. */
final class Der {

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return element(0x30, join(parts));
  }

  static byte[] set(byte[]... parts) {
    return element(0x31, join(parts));
  }

  static byte[] integer(BigInteger value) {
    return element(0x02, value.toByteArray());
  }

  static byte[] yes() {
    return element(0x01, new byte[] {(byte) 0xff});
  }

  static byte[] bits(byte[] bytes, int unusedBits) {
    return element(0x03, join(new byte[] {(byte) unusedBits}, bytes));
  }

  static byte[] octets(byte[] bytes) {
    return element(0x04, bytes);
  }

  static byte[] utf8(String text) {
    return element(0x0c, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param zulu {@code YYMMDDhhmmssZ}, for the years 1950 to 2049
   */
  static byte[] utcTime(String zulu) {
    return element(0x17, zulu.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * @param zulu {@code YYYYMMDDhhmmssZ}
   */
  static byte[] generalizedTime(String zulu) {
    return element(0x18, zulu.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * @param arcs at least two; the first two of an object identifier share a byte
   */
  static byte[] oid(int... arcs) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(arcs[0] * 40 + arcs[1]);
    for (int i = 2; i < arcs.length; i++) {
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arcs[i] >>> shift != 0) {
          out.write(((arcs[i] >>> shift) & 0x7f) | 0x80);
        }
      }
      out.write(arcs[i] & 0x7f);
    }
    return element(0x06, out.toByteArray());
  }

  static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >>> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
