package larder.appliance.mesh;

import java.time.Instant;

/**
 * Deletes in a folder that wait for the owner's word, because they would take most of it.
 *
 * @param count files that would go
 * @param since when the first of them was announced
 */
public record HeldDeletes(long count, Instant since) {

  public HeldDeletes {
    if (count < 1) {
      throw new IllegalArgumentException("held deletes: " + count);
    }
  }
}
