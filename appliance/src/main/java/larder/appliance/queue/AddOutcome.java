package larder.appliance.queue;

import java.util.List;
import larder.media.TitleId;

/** What came of queueing. */
public sealed interface AddOutcome {

  /** On disk; what was queued already is there as it is. In the order asked for. */
  record Added(List<QueueEntry> entries) implements AddOutcome {
    public Added {
      entries = List.copyOf(entries);
    }
  }

  /** The library has no such title. */
  record UnknownTitle(TitleId title) implements AddOutcome {}

  /** The library has no episode of this show or season. */
  record UnknownShow(String show) implements AddOutcome {}

  /**
   * The box cannot stock this.
   *
   * @param sentence why, and what it can
   */
  record Unsupported(String sentence) implements AddOutcome {}

  /** It would make the queue longer than {@code limit}; nothing was added. */
  record Full(int limit) implements AddOutcome {}
}
