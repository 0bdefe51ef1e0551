package larder.appliance.cli;

/**
 * How much of a share was hashed in this run.
 *
 * @param bytesTotal what is known to need hashing; grows while folders are still being walked
 * @param state {@code DONE} once every folder was walked and hashed
 */
public record HashingProgress(long bytesDone, long bytesTotal, State state) {

  /** Where hashing stands. */
  public enum State {
    HASHING,
    DONE
  }
}
