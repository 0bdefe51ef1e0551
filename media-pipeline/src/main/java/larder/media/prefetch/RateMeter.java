package larder.media.prefetch;

import java.time.Duration;

/**
 * Bytes a second over the last few seconds, in eight half-second buckets. Not safe for several
 * threads.
 */
final class RateMeter {

  private static final long BUCKET_NANOS = Duration.ofMillis(500).toNanos();
  private static final int BUCKETS = 8;

  private final long[] bytes = new long[BUCKETS];
  private long startBucket = Long.MIN_VALUE;
  private long lastBucket = Long.MIN_VALUE;

  void add(long count, long nowNanos) {
    long bucket = turnTo(nowNanos);
    if (startBucket == Long.MIN_VALUE) {
      startBucket = bucket;
    }
    bytes[Math.floorMod(bucket, BUCKETS)] += count;
  }

  long bytesPerSecond(long nowNanos) {
    long bucket = turnTo(nowNanos);
    long sum = 0;
    for (long one : bytes) {
      sum += one;
    }
    if (sum == 0) {
      startBucket = Long.MIN_VALUE;
      return 0;
    }
    long covered = Math.min(BUCKETS, bucket - startBucket + 1);
    return sum * Duration.ofSeconds(1).toNanos() / (covered * BUCKET_NANOS);
  }

  /** Empties the buckets that passed. */
  private long turnTo(long nowNanos) {
    long bucket = Math.floorDiv(nowNanos, BUCKET_NANOS);
    long from = Math.max(lastBucket + 1, bucket - BUCKETS + 1);
    if (lastBucket == Long.MIN_VALUE) {
      from = bucket;
    }
    for (long passed = from; passed <= bucket; passed++) {
      bytes[Math.floorMod(passed, BUCKETS)] = 0;
    }
    lastBucket = Math.max(lastBucket, bucket);
    return bucket;
  }
}
