package larder.media.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import larder.media.ContentId;
import larder.media.cache.EvictionPolicy.Victim;

/**
 * What goes next, as a policy once said: asking what the household wants of each of thousands of
 * contents costs a query each, and must not be done for every few chunks. For one thread at a time.
 */
final class Ranking {

  /** Use and interest of the first ones are looked at again anyway. */
  private static final Duration LONGEST_USE = Duration.ofMinutes(1);

  private final Map<ContentId, EvictionCandidate> candidates = new HashMap<>();
  private final List<Victim> victims;
  private final long sinceNanos;

  private Ranking(List<Victim> victims, long sinceNanos) {
    this.victims = new ArrayList<>(victims.reversed());
    this.sinceNanos = sinceNanos;
  }

  static Ranking of(List<EvictionCandidate> candidates, List<Victim> victims, long nowNanos) {
    Ranking ranking = new Ranking(victims, nowNanos);
    candidates.forEach(one -> ranking.candidates.put(one.content(), one));
    return ranking;
  }

  boolean isOld(long nowNanos) {
    return nowNanos - sinceNanos >= LONGEST_USE.toNanos();
  }

  /** The next to go that is not {@code comer}. */
  Optional<Victim> next(ContentId comer) {
    for (int i = victims.size() - 1; i >= 0; i--) {
      if (!victims.get(i).content().equals(comer)) {
        return Optional.of(victims.get(i));
      }
    }
    return Optional.empty();
  }

  /** The victim as it was when it was ranked; empty if the policy made it up. */
  Optional<EvictionCandidate> candidate(Victim victim) {
    return Optional.ofNullable(candidates.get(victim.content()));
  }

  /** Nothing more of this one can go. */
  void leaveOut(Victim victim) {
    victims.remove(victims.lastIndexOf(victim));
  }
}
