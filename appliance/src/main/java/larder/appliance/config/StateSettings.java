package larder.appliance.config;

import java.time.Duration;

/**
 * How the state is looked after.
 *
 * @param backupEvery at least {@link #SHORTEST}
 */
public record StateSettings(Duration backupEvery) {

  /** A backup writes the whole state; more often would wear out a memory card. */
  public static final Duration SHORTEST = Duration.ofMinutes(10);

  public StateSettings {
    if (backupEvery.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          backupEvery.toSeconds() + "s is less than the least, " + SHORTEST.toMinutes() + "m");
    }
  }
}
