package larder.appliance.mesh.wire;

import java.util.List;

/**
 * A file's version: one counter for each device that ever changed it, sorted by unsigned device
 * short id.
 *
 * @param counters sorted, no id twice
 */
public record VersionVector(List<Counter> counters) {

  public static final VersionVector EMPTY = new VersionVector(List.of());

  public VersionVector {
    counters = List.copyOf(counters);
  }

  /**
   * One device's counter.
   *
   * @param id the device's short id, unsigned
   * @param value unsigned
   */
  public record Counter(long id, long value) {}
}
