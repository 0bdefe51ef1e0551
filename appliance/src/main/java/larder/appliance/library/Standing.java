package larder.appliance.library;

import java.util.Optional;
import larder.media.ContentId;

/**
 * What is known of a title's file, from the last look at its folder.
 *
 * @param content its bytes, if they were asked for since the file changed
 */
public record Standing(Presence presence, Optional<ContentId> content) {

  /** Where the file is. */
  public enum Presence {
    IN_FOLDER,
    /** It went, but some of it is here. */
    GONE,
    UNKNOWN
  }
}
