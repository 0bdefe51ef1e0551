package larder.appliance.library;

import java.time.Duration;

/**
 * How far a viewer is in a title.
 *
 * @param position where to go on, zero or more
 * @param watched seen to the end, or marked so
 */
public record WatchState(Duration position, boolean watched) {

  public static final WatchState UNSEEN = new WatchState(Duration.ZERO, false);

  public WatchState {
    if (position.isNegative()) {
      throw new IllegalArgumentException("negative position " + position);
    }
  }
}
