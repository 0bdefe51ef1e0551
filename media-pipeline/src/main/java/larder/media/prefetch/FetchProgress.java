package larder.media.prefetch;

import java.time.Duration;
import java.util.Optional;
import larder.media.Fault;

/**
 * How far a content is.
 *
 * @param state what is happening to it
 * @param doneBytes bytes present
 * @param rateBytesPerSecond bytes that arrived for it per second, over the last few seconds
 * @param readyIn estimate of when it is complete, empty when nobody can tell
 * @param fault why it stands still, if it does
 */
public record FetchProgress(
    State state,
    long doneBytes,
    long rateBytesPerSecond,
    Optional<Duration> readyIn,
    Optional<Fault> fault) {

  /** What the prefetcher is doing about a content. */
  public enum State {
    /** Not wanted, or its turn has not come. */
    WAITING,
    FETCHING,
    /** Every chunk is present. */
    READY,
    /**
     * Wanted, but it cannot go on now; {@code fault} says why. It resumes by itself when it can.
     */
    STALLED
  }
}
