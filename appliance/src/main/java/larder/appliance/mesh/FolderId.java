package larder.appliance.mesh;

/**
 * A mesh folder's id, as its devices agreed on it.
 *
 * @param value 1 to 64 characters, none of them a control character
 */
public record FolderId(String value) {

  /**
   * Syncthing makes 11 characters and people write short words; a bound on what a peer may claim.
   */
  public static final int MAX_CHARS = 64;

  public FolderId {
    if (value.isBlank()
        || value.length() > MAX_CHARS
        || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("not a folder id: \"" + value + "\"");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
