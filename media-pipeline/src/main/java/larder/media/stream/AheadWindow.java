package larder.media.stream;

import java.util.OptionalDouble;

/**
 * How far to read ahead: in seconds of the reader's own pace, more of them the nearer the source's
 * pace comes to it.
 */
final class AheadWindow {

  /** With a source many times faster than the film: rides out a hiccup of the network. */
  private static final double FEWEST_SECONDS = 10;

  /** With a source that hardly keeps up: every fast moment of it is worth having. */
  private static final double MOST_SECONDS = 60;

  /** A source this many times faster than the reader needs no more than the fewest seconds. */
  private static final double AMPLE = 4;

  private AheadWindow() {}

  /**
   * Bytes to have ahead of a reader.
   *
   * @param runBytes what it has read in a row; no more than half of it is read ahead, so that what
   *     a reader gives up has cost its PC half as much again at most
   * @param reading the reader's pace
   * @param arriving the source's pace
   */
  static long bytes(
      StreamSettings settings, long runBytes, OptionalDouble reading, OptionalDouble arriving) {
    long grown = Math.min(runBytes / 2, settings.mostAheadBytes());
    if (reading.isEmpty()) {
      return grown;
    }
    double pace = reading.getAsDouble();
    double wanted = pace * seconds(arriving.orElse(pace * 2) / Math.max(pace, 1));
    long within = Math.clamp((long) wanted, settings.leastAheadBytes(), settings.mostAheadBytes());
    return Math.min(grown, within);
  }

  private static double seconds(double timesFaster) {
    return Math.clamp(
        FEWEST_SECONDS * AMPLE / Math.max(timesFaster, 0.1), FEWEST_SECONDS, MOST_SECONDS);
  }
}
