package larder.appliance.queue;

/**
 * Names an entry for as long as it is queued.
 *
 * @param value one or more
 */
public record QueueId(long value) {

  /** The digits of the largest id. */
  private static final int MAX_DIGITS = 18;

  public QueueId {
    if (value < 1) {
      throw new IllegalArgumentException("not a queue id: " + value);
    }
  }

  /**
   * Reads an id as {@link #toString} writes it.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static QueueId parse(String text) {
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || text.length() > MAX_DIGITS) {
      throw new IllegalArgumentException("not a queue id: \"" + text + "\"");
    }
    return new QueueId(Long.parseLong(text));
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
