package larder.media.fetch;

/**
 * What fetching may take.
 *
 * @param inFlightBytes chunks in memory at once: asked for, arriving or being written; one chunk
 *     that somebody waits for may always be asked for
 * @param laneBytes the most that is asked of one source at once
 */
public record FetchLimits(long inFlightBytes, long laneBytes) {

  /** Fits a heap of 160 MiB beside everything else: four of the largest chunks. */
  public static final FetchLimits STANDARD = new FetchLimits(64L << 20, 32L << 20);

  public FetchLimits {
    if (inFlightBytes < 1 || laneBytes < 1) {
      throw new IllegalArgumentException("bad limits: " + inFlightBytes + ", " + laneBytes);
    }
  }

  /** The share that stocking may take, so that a reader always finds room. */
  long backgroundBytes() {
    return inFlightBytes / 2;
  }
}
