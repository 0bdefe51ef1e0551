package larder.appliance.webtitle;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import larder.media.Manifest;
import larder.media.TitleId;
import larder.media.source.http.Checksum;
import larder.media.source.http.WebCopy;
import larder.media.source.http.WebFile;
import larder.media.source.http.WebUrl;

/**
 * A title from the web as it is stored.
 *
 * @param name what its user calls it
 * @param checksum what its user says its whole must be
 * @param reason why it stands where it stands; empty when all is well
 * @param found what the servers said last
 */
record WebRow(
    TitleId id,
    WebUrl url,
    List<WebUrl> mirrors,
    Optional<String> name,
    Optional<Checksum> checksum,
    State state,
    String reason,
    Optional<Found> found) {

  WebRow {
    mirrors = List.copyOf(mirrors);
  }

  /** What was decided about a title. */
  enum State {
    ASKING,
    FOUND,
    FAILED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** The chunks, once a server told what its file is. */
  Optional<Manifest> manifest() {
    return found
        .filter(_ -> state == State.FOUND)
        .map(
            there ->
                new WebFile(
                        url,
                        there.sizeBytes(),
                        there.chunkBytes(),
                        there.copies().getFirst().validator(),
                        checksum)
                    .manifest());
  }

  /** What the whole must be: as the user said, else as the server did. */
  Optional<Checksum> wanted() {
    return checksum.or(() -> found.flatMap(Found::checksum));
  }

  /** Whether all of it still has to be held against a checksum. */
  boolean isUnchecked() {
    return wanted().isPresent() && found.filter(Found::isChecked).isEmpty();
  }

  /**
   * What servers said.
   *
   * @param checksum of the whole, if the first server gave one
   * @param isChecked whether all of it was here once and had the wanted checksum
   * @param copies of the same bytes, one or more
   */
  record Found(
      long sizeBytes,
      int chunkBytes,
      Optional<Checksum> checksum,
      boolean isChecked,
      List<WebCopy> copies) {

    Found {
      copies = List.copyOf(copies);
    }
  }
}
