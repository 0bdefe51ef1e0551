package larder.appliance.queue;

/** What came of changing an entry. */
public sealed interface ChangeOutcome {

  /** On disk. */
  record Changed(QueueEntry entry) implements ChangeOutcome {}

  /** The entry is off the queue; nothing else was touched. */
  record Removed(QueueId id) implements ChangeOutcome {}

  /** There is no such entry. */
  record UnknownEntry(QueueId id) implements ChangeOutcome {}

  /** The queue has positions from 1 to {@code last}. */
  record NoSuchPosition(int position, int last) implements ChangeOutcome {}
}
