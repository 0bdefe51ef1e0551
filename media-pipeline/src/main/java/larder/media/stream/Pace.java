package larder.media.stream;

import java.util.OptionalDouble;

/**
 * How fast bytes go by, while they do. Forgets slowly what was long ago, so that a player that has
 * filled its buffer shows the film's own rate soon after. Not safe for several threads.
 */
final class Pace {

  /** Half of what was counted is forgotten when it has lasted this long. */
  private static final long MEMORY_NANOS = 10_000_000_000L;

  /** Less says nothing yet. */
  private static final long LEAST_NANOS = 200_000_000L;

  private static final double SECOND = 1e9;

  private double bytes;
  private double nanos;
  private long markNanos;

  /** Time that passed before {@code now} does not count. */
  void mark(long now) {
    markNanos = now;
  }

  /** These bytes came since the last mark or count. */
  void count(long lengthBytes, long now) {
    bytes += lengthBytes;
    nanos += now - markNanos;
    markNanos = now;
    if (nanos > MEMORY_NANOS) {
      bytes /= 2;
      nanos /= 2;
    }
  }

  /** Empty until there was time enough to tell. */
  OptionalDouble bytesPerSecond() {
    return nanos < LEAST_NANOS ? OptionalDouble.empty() : OptionalDouble.of(bytes / nanos * SECOND);
  }
}
