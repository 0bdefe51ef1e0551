package larder.media.cache;

/**
 * How much the cache may take.
 *
 * @param budgetBytes bytes of chunks that it may hold
 * @param reserveBytes what it leaves free on the disk, for the state and for other folders
 * @param reservePercent the same as a share of the disk; the greater of both rules
 */
public record CacheLimits(long budgetBytes, long reserveBytes, int reservePercent) {

  /** What the state needs to go on working for months: queue, index and logs fit many times. */
  public static final long STANDARD_RESERVE_BYTES = 1L << 30;

  /** A share that keeps file systems from slowing down as they fill. */
  public static final int STANDARD_RESERVE_PERCENT = 5;

  /** On a tiny disk the reserve takes no more than this part, else nothing could be stocked. */
  private static final int LARGEST_RESERVE_PART = 4;

  public CacheLimits {
    if (budgetBytes < 0 || reserveBytes < 0 || reservePercent < 0 || reservePercent > 100) {
      throw new IllegalArgumentException(
          "bad limits: budget "
              + budgetBytes
              + ", reserve "
              + reserveBytes
              + " or "
              + reservePercent
              + " %");
    }
  }

  /** The budget with the standard reserve. */
  public static CacheLimits ofBudget(long budgetBytes) {
    return new CacheLimits(budgetBytes, STANDARD_RESERVE_BYTES, STANDARD_RESERVE_PERCENT);
  }

  /** What must stay free on a disk of {@code totalBytes}. */
  long reserveOn(long totalBytes) {
    long wanted = Math.max(reserveBytes, totalBytes / 100 * reservePercent);
    return Math.min(wanted, totalBytes / LARGEST_RESERVE_PART);
  }
}
