package larder.media.source.http;

import java.util.Optional;

/**
 * A file on a web server, as the server described it.
 *
 * @param sizeBytes one or more
 * @param fileName from the server or the URL, harmless
 * @param mediaType as the server calls it, in lower case, without parameters
 * @param checksum if the server gave one of the whole file
 */
public record WebResource(
    long sizeBytes,
    Validator validator,
    Ranges ranges,
    Optional<String> fileName,
    Optional<String> mediaType,
    Optional<Checksum> checksum) {

  /** What a server can give. */
  public enum Ranges {
    /** Any part of the file. */
    ANY,
    /** All of it from the start, and nothing else. */
    FROM_START
  }
}
