package larder.media.chunk;

/**
 * A run of missing chunks.
 *
 * @param first the first missing chunk, zero or more
 * @param count how many are missing in a row, one or more
 */
public record Hole(int first, int count) {

  public Hole {
    if (first < 0 || count < 1 || first + count < 0) {
      throw new IllegalArgumentException("bad hole: first " + first + ", count " + count);
    }
  }

  /** The first chunk after the hole. */
  public int end() {
    return first + count;
  }
}
