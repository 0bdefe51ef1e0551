package larder.appliance.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import larder.media.BlockHash;

/** Makes secrets and compares them. Safe for several threads. */
final class Secrets {

  private static final int SECRET_BYTES = 32;
  private static final int ID_BYTES = 8;

  private final SecureRandom random;

  Secrets(SecureRandom random) {
    this.random = random;
  }

  /** 256 random bits, in characters that URLs and headers take. */
  String secret() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES));
  }

  byte[] key() {
    return bytes(SECRET_BYTES);
  }

  String id() {
    return HexFormat.of().formatHex(bytes(ID_BYTES));
  }

  /** The id of what {@code holder} is given in each run; never one of {@link #id}'s. */
  static String runId(String holder) {
    return "run-" + HexFormat.of().formatHex(hash(holder), 0, ID_BYTES);
  }

  /** Six decimal digits, each code as likely as any other. */
  String sixDigits() {
    return "%06d".formatted(random.nextInt(1_000_000));
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  static byte[] hash(String secret) {
    return BlockHash.sha256().digest(secret.getBytes(StandardCharsets.UTF_8));
  }

  /** Compares in a time that tells nothing but the lengths. */
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
