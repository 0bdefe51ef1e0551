package larder.media.fetch;

import java.time.Duration;
import larder.media.Fault;

/**
 * What is known of one source: how fast it is, how much may be asked of it at once, and whether it
 * is left alone for a while. Not safe for several threads: the {@link Board} owns it.
 */
final class Lane {

  /** C11: three wrong blocks are no accident. */
  static final int WRONG_BEFORE_BAN = 3;

  static final Duration BAN = Duration.ofMinutes(10);
  static final Duration FIRST_REST = Duration.ofSeconds(2);
  static final Duration LONGEST_REST = Duration.ofSeconds(60);

  /** A waiting reader tries even a resting source again after this. */
  static final Duration WAITING_REST = Duration.ofSeconds(2);

  /** C8: a source that was fast and falls silent is noticed after this. */
  static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(5);

  static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);

  private static final long FIRST_WINDOW_BYTES = 1 << 20;

  /** Two of the smallest chunks: one arrives while the next is asked for. */
  private static final long LEAST_WINDOW_BYTES = 256 << 10;

  /**
   * Whoever waits for a chunk waits for all that was asked for before it, so what nobody waits for
   * yet fills the source's answering time so often and no more: enough to keep the line busy.
   */
  private static final double ANSWERS_AHEAD = 2.5;

  private static final double FEWEST_SECONDS_AHEAD = 0.1;
  private static final double MOST_SECONDS_AHEAD = 0.5;

  /** The fastest answer is forgotten by so much with each later one. */
  private static final double SLOWING = 1.02;

  /** Optimistic, so that a new source is tried. */
  private static final double ASSUMED_BYTES_PER_SECOND = 8 << 20;

  /** Pessimistic, so that a new slow source is not taken for a dead one. */
  private static final double SLOWEST_BYTES_PER_SECOND = 1 << 20;

  private static final double FORGETTING = 0.8;
  private static final double SECOND = 1e9;

  private final long largestWindowBytes;
  private long inFlightBytes;
  private int demandTransfers;
  private double sampleBytes;
  private double sampleNanos;
  private long markNanos;
  private double fastestAnswerNanos = Double.POSITIVE_INFINITY;
  private int wrong;
  private int failures;
  private boolean resting;
  private long restSinceNanos;
  private long restNanos;
  private boolean banned;
  private long bannedSinceNanos;
  private Fault lastFault = Fault.NO_SOURCE;

  Lane(long largestWindowBytes) {
    this.largestWindowBytes = largestWindowBytes;
  }

  void launched(int bytes, boolean demand, long now) {
    if (inFlightBytes == 0) {
      markNanos = now;
    }
    inFlightBytes += bytes;
    demandTransfers += demand ? 1 : 0;
  }

  void ended(int bytes, boolean demand) {
    inFlightBytes -= bytes;
    demandTransfers -= demand ? 1 : 0;
  }

  /** A chunk arrived as it should be, so long after it was asked for. */
  void succeeded(int bytes, long tookNanos, long now) {
    fastestAnswerNanos = Math.min(fastestAnswerNanos * SLOWING, (double) tookNanos);
    sampleBytes = sampleBytes * FORGETTING + bytes;
    sampleNanos = sampleNanos * FORGETTING + Math.max(1000, now - markNanos);
    markNanos = now;
    failures = 0;
    resting = false;
  }

  /** It did not answer, refused or went away; it rests, longer each time. */
  void failed(Fault fault, long now) {
    lastFault = fault;
    failures++;
    markNanos = now;
    boolean rests = fault == Fault.SOURCE_TIMEOUT || fault == Fault.NO_SOURCE || failures >= 3;
    if (rests) {
      resting = true;
      restSinceNanos = now;
      int doublings = Math.min(failures - 1, 5);
      restNanos = Math.min(FIRST_REST.toNanos() << doublings, LONGEST_REST.toNanos());
    }
  }

  void sentWrongBytes(long now) {
    lastFault = Fault.WRONG_BYTES;
    wrong++;
    if (wrong >= WRONG_BEFORE_BAN) {
      banned = true;
      bannedSinceNanos = now;
      wrong = 0;
    }
  }

  /** Sources came or went: what rested may be fine again. A ban stays. */
  void sourcesChanged() {
    resting = false;
  }

  /** Nanoseconds until it may be asked again; 0 for now. */
  long restLeft(boolean waiting, long now) {
    long left = 0;
    if (resting) {
      long rest = waiting ? Math.min(restNanos, WAITING_REST.toNanos()) : restNanos;
      left = Math.max(0, rest - (now - restSinceNanos));
    }
    return Math.max(left, banLeft(now));
  }

  boolean isBanned(long now) {
    return banLeft(now) > 0;
  }

  private long banLeft(long now) {
    return banned ? Math.max(0, BAN.toNanos() - (now - bannedSinceNanos)) : 0;
  }

  /**
   * Whether {@code bytes} more may be asked for: a second's worth for those who wait, a few
   * answers' worth for what comes later.
   */
  boolean hasRoom(int bytes, Urgency.Kind kind) {
    if (inFlightBytes == 0) {
      return true;
    }
    return switch (kind) {
      case WAITING -> inFlightBytes <= windowBytes(1, FIRST_WINDOW_BYTES);
      case READ_AHEAD -> inFlightBytes + bytes <= windowAheadBytes();
      case EDGE, STOCK -> demandTransfers == 0 && inFlightBytes + bytes <= windowAheadBytes();
    };
  }

  private long windowAheadBytes() {
    double answers = ANSWERS_AHEAD * fastestAnswerNanos / SECOND;
    double seconds = Math.clamp(answers, FEWEST_SECONDS_AHEAD, MOST_SECONDS_AHEAD);
    return windowBytes(seconds, LEAST_WINDOW_BYTES);
  }

  private long windowBytes(double seconds, long leastBytes) {
    return isMeasured()
        ? Math.clamp((long) (bytesPerSecond() * seconds), leastBytes, largestWindowBytes)
        : FIRST_WINDOW_BYTES;
  }

  boolean isMeasured() {
    return sampleNanos > 0;
  }

  /** When {@code bytes} more would be here, all that is in flight included. */
  long expectedNanos(int bytes) {
    double rate = isMeasured() ? bytesPerSecond() : ASSUMED_BYTES_PER_SECOND;
    return (long) ((inFlightBytes + bytes) / rate * SECOND);
  }

  /** How long to wait for {@code bytes} more before the source counts as dead. */
  Duration timeout(int bytes) {
    double rate = isMeasured() ? bytesPerSecond() : SLOWEST_BYTES_PER_SECOND;
    double seconds = 2 + 4 * (inFlightBytes + bytes) / rate;
    long nanos = (long) (seconds * SECOND);
    return Duration.ofNanos(
        Math.clamp(nanos, SHORTEST_TIMEOUT.toNanos(), LONGEST_TIMEOUT.toNanos()));
  }

  double bytesPerSecond() {
    return sampleBytes / sampleNanos * SECOND;
  }

  Fault lastFault() {
    return lastFault;
  }
}
