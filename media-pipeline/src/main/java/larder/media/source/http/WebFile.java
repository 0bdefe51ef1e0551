package larder.media.source.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import larder.media.BlockHash;
import larder.media.Manifest;

/**
 * One version of a file on the web.
 *
 * @param url the address that it was asked for by; where redirects lead is no part of it
 * @param checksum what its whole must be, if anyone said
 */
public record WebFile(
    WebUrl url, long sizeBytes, int chunkBytes, Validator validator, Optional<Checksum> checksum) {

  private static final byte[] MARK = "larder web file 1\n".getBytes(StandardCharsets.US_ASCII);

  /**
   * Its manifest: the hashes are learned, and address, validator and checksum say which content it
   * is. Another validator is another content, so that two versions never mix in one file.
   */
  public Manifest manifest() {
    MessageDigest origin = BlockHash.sha256();
    origin.update(MARK);
    add(origin, url.toString());
    add(origin, validator.kind().name());
    add(origin, validator.text());
    add(origin, checksum.map(Checksum::toString).orElse(""));
    return Manifest.learned(sizeBytes, chunkBytes, origin.digest());
  }

  private static void add(MessageDigest origin, String part) {
    origin.update(part.getBytes(StandardCharsets.UTF_8));
    origin.update((byte) 0); // in none of the parts
  }
}
