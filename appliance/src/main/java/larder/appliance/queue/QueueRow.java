package larder.appliance.queue;

import java.util.Locale;
import java.util.Optional;
import larder.media.ContentId;
import larder.media.TitleId;

/**
 * An entry as it is stored.
 *
 * @param position counted from 1
 * @param content what is fetched for it; empty until its chunks are known
 */
record QueueRow(
    QueueId id,
    TitleId title,
    String name,
    int position,
    Stage stage,
    Optional<ContentId> content,
    long bytesTotal,
    Optional<String> reason,
    String addedBy) {

  /** What was decided about an entry. */
  enum Stage {
    WANTED,
    PAUSED,
    /** Was complete once: it is not fetched again unless someone asks. */
    DONE,
    FAILED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Stage of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
