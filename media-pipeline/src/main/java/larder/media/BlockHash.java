package larder.media;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The SHA-256 of one chunk's bytes. */
public final class BlockHash {

  /** Length of a SHA-256 digest. */
  public static final int BYTES = 32;

  private final byte[] digest;

  private BlockHash(byte[] digest) {
    this.digest = digest;
  }

  /** A hash from its 32 bytes, copied. */
  public static BlockHash of(byte[] digest) {
    if (digest.length != BYTES) {
      throw new IllegalArgumentException(
          "a block hash has " + BYTES + " bytes, not " + digest.length);
    }
    return new BlockHash(digest.clone());
  }

  /** The hash of {@code bytes}. */
  public static BlockHash compute(byte[] bytes) {
    return new BlockHash(sha256().digest(bytes));
  }

  /** A new SHA-256 digest; every Java platform must have it. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  public byte[] toBytes() {
    return digest.clone();
  }

  /** Compares with {@code BYTES} bytes of {@code packed} from {@code offset} on. */
  public boolean matches(byte[] packed, int offset) {
    return Arrays.equals(digest, 0, BYTES, packed, offset, offset + BYTES);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockHash that && Arrays.equals(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(digest);
  }
}
