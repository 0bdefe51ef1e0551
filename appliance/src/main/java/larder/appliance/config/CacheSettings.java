package larder.appliance.config;

/**
 * What the cache may take.
 *
 * @param budget at least {@link #SMALLEST}
 */
public record CacheSettings(DataSize budget) {

  /** Room for the read-ahead of a few readers; below it playing would wait for its own eviction. */
  public static final DataSize SMALLEST = new DataSize(64L << 20);

  public CacheSettings {
    if (budget.bytes() < SMALLEST.bytes()) {
      throw new IllegalArgumentException("\"" + budget + "\" is less than the least, " + SMALLEST);
    }
  }
}
