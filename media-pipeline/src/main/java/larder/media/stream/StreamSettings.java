package larder.media.stream;

import java.time.Duration;

/**
 * How a stream reads.
 *
 * @param patience how long a read waits for a chunk of which nothing comes
 * @param provedBytes read in a row before anything is read ahead: players probe with open-ended
 *     requests that they give up after a few hundred KB
 * @param leastAheadBytes read ahead, once so much was read in a row, however slowly a reader reads
 * @param mostAheadBytes never more than this
 */
public record StreamSettings(
    Duration patience, long provedBytes, long leastAheadBytes, long mostAheadBytes) {

  /** Ten seconds of patience; 8 to 64 MiB ahead, the first of it after 2 MiB in a row. */
  public static final StreamSettings STANDARD =
      new StreamSettings(Duration.ofSeconds(10), 2 << 20, 8 << 20, 64 << 20);

  public StreamSettings {
    boolean ordered = 0 <= provedBytes && 0 < leastAheadBytes && leastAheadBytes <= mostAheadBytes;
    if (!ordered || patience.isNegative() || patience.isZero()) {
      throw new IllegalArgumentException(
          "bad settings: patience "
              + patience
              + ", read-ahead "
              + leastAheadBytes
              + " to "
              + mostAheadBytes
              + " after "
              + provedBytes);
    }
  }
}
