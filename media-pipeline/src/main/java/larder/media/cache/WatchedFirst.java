package larder.media.cache;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What was watched goes first, and whole. Then the middles of what nobody asked for, then of what
 * is wanted, each by the longest time unread; heads and tails, by which a title starts at once,
 * only when nothing else is left. What is wanted goes only for somebody who watches now, so that
 * stocking one title never eats another.
 */
public final class WatchedFirst implements EvictionPolicy {

  private static final Comparator<EvictionCandidate> ORDER =
      Comparator.comparing(EvictionCandidate::interest)
          .thenComparingLong(EvictionCandidate::lastUse);

  @Override
  public List<Victim> victims(List<EvictionCandidate> candidates, Purpose purpose) {
    List<EvictionCandidate> ordered =
        candidates.stream()
            .filter(candidate -> mayGo(candidate.interest(), purpose))
            .sorted(ORDER)
            .toList();
    List<Victim> victims = new ArrayList<>();
    for (EvictionCandidate candidate : ordered) {
      boolean watched = candidate.interest() == Interest.WATCHED;
      victims.add(new Victim(candidate.content(), watched ? Part.ALL : Part.MIDDLE));
    }
    for (EvictionCandidate candidate : ordered) {
      if (candidate.interest() != Interest.WATCHED) {
        victims.add(new Victim(candidate.content(), Part.ALL));
      }
    }
    return victims;
  }

  private static boolean mayGo(Interest interest, Purpose purpose) {
    return interest != Interest.WANTED || purpose == Purpose.DEMAND;
  }
}
