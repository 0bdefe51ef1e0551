package larder.appliance.mesh.index;

import java.time.Duration;
import java.time.Instant;

/**
 * When deletes that come from outside are taken, and when the owner is asked first: a lost disk, a
 * wrong folder or a hostile program look like somebody who deletes nearly everything at once.
 *
 * @param few so many may always go: somebody tidies up
 * @param window deletes within this time count as one
 * @param patience how long the owner may take to answer; then the deletes are taken
 */
public record MassDelete(int few, Duration window, Duration patience) {

  /** Ten files; an hour covers a disk that is emptied slowly; a week covers a holiday. */
  public static final MassDelete STANDARD =
      new MassDelete(10, Duration.ofHours(1), Duration.ofDays(7));

  public MassDelete {
    if (few < 0 || window.isNegative() || patience.isNegative()) {
      throw new IllegalArgumentException("negative: " + few + ", " + window + ", " + patience);
    }
  }

  /**
   * Whether the owner is asked first.
   *
   * @param gone files that were deleted within the window, these included
   * @param before files that were there when the window began
   */
  public boolean isMass(long gone, long before) {
    return gone > few && gone > before / 2;
  }

  /** Whether deletes that were held at {@code since} are taken now without an answer. */
  public boolean isOver(Instant since, Instant now) {
    return !now.isBefore(since.plus(patience));
  }
}
