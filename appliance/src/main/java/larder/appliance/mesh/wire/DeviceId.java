package larder.appliance.mesh.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * A device's id in the mesh: the SHA-256 of its certificate's DER form.
 *
 * <p>The text form is base32 in four groups of 13, a check character after each, cut into eight
 * groups of seven: {@code P56IOI7-MZJNU2Y-IQGDREY-DM2MGTI-MGL3BXN-PQ6W5BM-TBBZ4TJ-XZWICQ2}.
 */
public final class DeviceId implements Comparable<DeviceId> {

  /** Length of the binary form. */
  public static final int BYTES = 32;

  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int DIGITS = 52;
  private static final int CHECKED_DIGITS = 56;
  private static final int GROUP = 13;

  /** The text form with dashes has 63; this leaves room for spaces that were pasted along. */
  private static final int MAX_TEXT_CHARS = 200;

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

  /**
   * An id from its text form, as people paste it: any case, dashes and spaces anywhere, 0, 1 and 8
   * for O, I and B, with or without check characters.
   *
   * @throws IllegalArgumentException if it is not one; the message is fit for people
   */
  public static DeviceId parse(String text) {
    if (text.length() > MAX_TEXT_CHARS) {
      throw new IllegalArgumentException("not a device id: " + text.length() + " characters");
    }
    String digits = digits(text);
    return switch (digits.length()) {
      case DIGITS -> new DeviceId(fromBase32(digits));
      case CHECKED_DIGITS -> new DeviceId(fromBase32(withoutChecks(digits)));
      default ->
          throw new IllegalArgumentException(
              "not a device id: 56 letters and digits expected, got " + digits.length());
    };
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The first 64 bits, unsigned: names the device in version vectors. */
  public long shortId() {
    return ByteBuffer.wrap(bytes).getLong();
  }

  /** The first seven characters, for logs and file names of conflict copies. */
  public String shortText() {
    return toString().substring(0, 7);
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

  /** The text form. */
  @Override
  public String toString() {
    String digits = toBase32(bytes);
    StringBuilder checked = new StringBuilder(CHECKED_DIGITS);
    for (int at = 0; at < DIGITS; at += GROUP) {
      String group = digits.substring(at, at + GROUP);
      checked.append(group).append(check(group));
    }
    return String.join("-", checked.toString().split("(?<=\\G.{7})"));
  }

  /** The check character of a group; like Luhn's, but doubling from the left. */
  static char check(String group) {
    int sum = 0;
    for (int i = 0; i < group.length(); i++) {
      int product = digit(group.charAt(i)) * (1 + i % 2);
      sum += product / 32 + product % 32;
    }
    return ALPHABET.charAt((32 - sum % 32) % 32);
  }

  private static String digits(String text) {
    return text.toUpperCase(Locale.ROOT)
        .replace("-", "")
        .replace(" ", "")
        .replace('0', 'O')
        .replace('1', 'I')
        .replace('8', 'B')
        .strip();
  }

  private static String withoutChecks(String digits) {
    StringBuilder plain = new StringBuilder(DIGITS);
    for (int at = 0; at < CHECKED_DIGITS; at += GROUP + 1) {
      String group = digits.substring(at, at + GROUP);
      if (digits.charAt(at + GROUP) != check(group)) {
        throw new IllegalArgumentException(
            "not a device id: mistyped in characters " + (at + 1) + " to " + (at + GROUP + 1));
      }
      plain.append(group);
    }
    return plain.toString();
  }

  private static int digit(char c) {
    int digit = ALPHABET.indexOf(c);
    if (digit < 0) {
      throw new IllegalArgumentException("not a device id: only letters and digits 2 to 7");
    }
    return digit;
  }

  private static String toBase32(byte[] bytes) {
    StringBuilder text = new StringBuilder(DIGITS);
    int bits = 0;
    int buffer = 0;
    for (byte next : bytes) {
      buffer = (buffer << 8) | (next & 0xff);
      for (bits += 8; bits >= 5; bits -= 5) {
        text.append(ALPHABET.charAt((buffer >>> (bits - 5)) & 31));
      }
    }
    // 256 bits are 51 digits and one bit.
    return text.append(ALPHABET.charAt((buffer << (5 - bits)) & 31)).toString();
  }

  private static byte[] fromBase32(String digits) {
    byte[] bytes = new byte[BYTES];
    int at = 0;
    int bits = 0;
    int buffer = 0;
    for (int i = 0; i < digits.length(); i++) {
      buffer = (buffer << 5) | digit(digits.charAt(i));
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (buffer >>> bits);
      }
    }
    return bytes;
  }
}
