package larder.appliance.library;

/**
 * Where a title from the web stands.
 *
 * @param server for people: its host
 * @param sentence what is to be said about it, without a full stop; empty when all is well
 */
public record WebStanding(State state, String server, String sentence) {

  /** What is known of its file. */
  public enum State {
    /** Its server is being asked, or will be again. */
    ASKING,
    /** It can be fetched. */
    FOUND,
    /** All of it is here, and its checksum is yet to be compared. */
    CHECKING,
    /** It cannot be had; somebody has to ask again. */
    FAILED
  }
}
