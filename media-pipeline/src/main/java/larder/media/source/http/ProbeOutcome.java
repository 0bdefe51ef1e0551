package larder.media.source.http;

import java.time.Duration;
import java.util.Optional;

/** What came of asking a server about a file. Sentences are for people, without a full stop. */
public sealed interface ProbeOutcome {

  /** There is a file that can be stocked. */
  record Found(WebResource resource) implements ProbeOutcome {}

  /** It cannot be had, and asking again does not help. */
  record Refused(String sentence) implements ProbeOutcome {}

  /**
   * It cannot be had now.
   *
   * @param retryAfter when the server wants to be asked again, if it said so
   */
  record Later(String sentence, Optional<Duration> retryAfter) implements ProbeOutcome {}
}
