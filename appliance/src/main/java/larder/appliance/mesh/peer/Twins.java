package larder.appliance.mesh.peer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import larder.appliance.mesh.wire.DeviceId;

/**
 * Notices two devices that have one id, as after copying a home or an image: each one's connection
 * replaces the other's, and each dials again. After a few rounds the one that is connected stays
 * for a while. For its owner's lock only.
 */
final class Twins {

  /**
   * Replacements in {@link #WINDOW} that one device alone does not make: it replaces its own
   * connection when it moves to another network, or comes back before we saw it go.
   */
  static final int MOST_REPLACEMENTS = 3;

  static final Duration WINDOW = Duration.ofMinutes(1);

  /** How long the one that is connected stays; doubles as long as the other keeps coming. */
  static final Duration FIRST_REST = Duration.ofMinutes(1);

  static final Duration MOST_REST = Duration.ofMinutes(15);

  private final Map<DeviceId, Rounds> rounds = new HashMap<>();

  private static final class Rounds {
    private final Deque<Duration> replacements = new ArrayDeque<>();
    private Duration rest = Duration.ZERO;
    private Duration restsUntil = Duration.ZERO;
    private boolean isTwin;
  }

  /** What is done with a connection that would replace one. */
  enum Verdict {
    REPLACES,
    /** It replaces, and from now on is left in peace. */
    REPLACES_AND_RESTS,
    GIVES_WAY
  }

  /** A connection of {@code device} would replace another one at {@code now}. */
  Verdict another(DeviceId device, Duration now) {
    Rounds known = rounds.computeIfAbsent(device, _ -> new Rounds());
    if (known.isTwin && now.compareTo(known.restsUntil) < 0) {
      return Verdict.GIVES_WAY;
    }
    known.replacements.removeIf(then -> now.minus(then).compareTo(WINDOW) > 0);
    known.replacements.add(now);
    if (known.isTwin && now.minus(known.restsUntil).compareTo(known.rest) < 0) {
      return rest(known, now); // it has waited for the end of the rest
    }
    known.isTwin = false;
    known.rest = Duration.ZERO;
    return known.replacements.size() < MOST_REPLACEMENTS ? Verdict.REPLACES : rest(known, now);
  }

  /** Whether two devices with that id were here lately. */
  boolean areHere(DeviceId device, Duration now) {
    Rounds known = rounds.get(device);
    return known != null && known.isTwin && now.minus(known.restsUntil).compareTo(known.rest) < 0;
  }

  private static Verdict rest(Rounds known, Duration now) {
    Duration next = known.rest.isZero() ? FIRST_REST : known.rest.multipliedBy(2);
    known.rest = next.compareTo(MOST_REST) < 0 ? next : MOST_REST;
    known.restsUntil = now.plus(known.rest);
    known.isTwin = true;
    known.replacements.clear();
    return Verdict.REPLACES_AND_RESTS;
  }
}
