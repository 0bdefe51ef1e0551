package larder.media.source.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * What a whole file's digest must be.
 *
 * @param hex lower-case hex digits, two for each of the algorithm's bytes
 */
public record Checksum(Algorithm algorithm, String hex) {

  public Checksum {
    if (hex.length() != 2 * algorithm.bytes || !hex.matches("[0-9a-f]*")) {
      throw new IllegalArgumentException(
          "a "
              + algorithm.word
              + " checksum has "
              + 2 * algorithm.bytes
              + " hex digits, not \""
              + hex
              + "\"");
    }
  }

  /** Algorithms that people and servers use, the best first. */
  public enum Algorithm {
    SHA_512("sha-512", "SHA-512", 64),
    SHA_256("sha-256", "SHA-256", 32),
    SHA_1("sha-1", "SHA-1", 20),
    MD5("md5", "MD5", 16);

    private final String word;
    private final String javaName;
    private final int bytes;

    Algorithm(String word, String javaName, int bytes) {
      this.word = word;
      this.javaName = javaName;
      this.bytes = bytes;
    }

    private static Optional<Algorithm> named(String word) {
      String plain = word.strip().toLowerCase(Locale.ROOT).replace("-", "");
      return Arrays.stream(values())
          .filter(each -> each.word.replace("-", "").equals(plain))
          .findFirst();
    }
  }

  /**
   * Reads {@code sha-256=HEX} and its like.
   *
   * @throws IllegalArgumentException if it is none; names the value
   */
  public static Checksum parse(String typed) {
    int equals = typed.indexOf('=');
    Algorithm algorithm =
        Algorithm.named(equals < 0 ? "" : typed.substring(0, equals))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "\""
                            + typed
                            + "\" is no checksum like sha-256=HEX (or sha-512, sha-1, md5)"));
    return new Checksum(algorithm, typed.substring(equals + 1).strip().toLowerCase(Locale.ROOT));
  }

  /** The best digest in {@code Repr-Digest} (RFC 9530) or {@code Digest} (RFC 3230). */
  static Optional<Checksum> inDigests(String header) {
    return Arrays.stream(header.split(",", 16))
        .flatMap(part -> digest(part).stream())
        .min((one, other) -> one.algorithm.compareTo(other.algorithm));
  }

  private static Optional<Checksum> digest(String part) {
    int equals = part.indexOf('=');
    if (equals < 0) {
      return Optional.empty();
    }
    String value = part.substring(equals + 1).strip();
    String base64 =
        value.length() > 1 && value.startsWith(":") && value.endsWith(":")
            ? value.substring(1, value.length() - 1)
            : value;
    return Algorithm.named(part.substring(0, equals))
        .flatMap(algorithm -> inBase64(algorithm, base64));
  }

  /** A digest in base64; empty if it is malformed. */
  static Optional<Checksum> inBase64(Algorithm algorithm, String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return bytes.length == algorithm.bytes
          ? Optional.of(new Checksum(algorithm, HexFormat.of().formatHex(bytes)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A digest to feed the file to. */
  public MessageDigest digest() {
    try {
      return MessageDigest.getInstance(algorithm.javaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + algorithm.javaName, e);
    }
  }

  /** Whether a file's digest is this one. */
  public boolean matches(byte[] digest) {
    return hex.equals(HexFormat.of().formatHex(digest));
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return algorithm.word + "=" + hex;
  }
}
