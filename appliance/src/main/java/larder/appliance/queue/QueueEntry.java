package larder.appliance.queue;

import java.time.Duration;
import java.util.Optional;
import larder.media.TitleId;

/**
 * Something that the box was asked to stock, and how far it is.
 *
 * @param name for people: show, number and name
 * @param position 1 for the first in the queue
 * @param bytesTotal the file's size
 * @param readyIn when it will be complete, as far as anyone can tell
 * @param reason why it does not go on, if it does not, in plain words
 * @param addedBy who asked for it
 */
public record QueueEntry(
    QueueId id,
    TitleId title,
    String name,
    State state,
    int position,
    long bytesDone,
    long bytesTotal,
    long rateBytesPerSecond,
    Optional<Duration> readyIn,
    Optional<String> reason,
    String addedBy) {

  /** Where an entry stands. */
  public enum State {
    /** Its turn has not come, or it cannot go on now and will by itself; {@code reason} says. */
    WAITING,
    FETCHING,
    /** The owner stopped it, or the box took its room back; it goes on when he says so. */
    PAUSED,
    /** All of it is here. */
    READY,
    /** It cannot be had any more. */
    FAILED
  }
}
