package larder.media;

import java.util.regex.Pattern;

/**
 * Names one exact sequence of bytes: two files with the same content id are the same to the last
 * bit, and a file that changes gets a new one. It is the cache's key and the stream's strong ETag.
 *
 * @param hex SHA-256 of size, chunk size and chunk hashes ({@link Manifest#contentId()}), 64
 *     lower-case hex digits
 */
public record ContentId(String hex) {

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public ContentId {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "a content id has 64 lower-case hex digits, not \"" + hex + "\"");
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
