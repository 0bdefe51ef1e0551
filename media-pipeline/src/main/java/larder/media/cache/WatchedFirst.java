package larder.media.cache;

import java.util.Comparator;
import java.util.List;
import larder.media.ContentId;

/**
 * What was watched goes first, then what nobody asked for, each by the longest time unread. What is
 * wanted goes only for somebody who watches now, so that stocking one title never eats another.
 */
public final class WatchedFirst implements EvictionPolicy {

  private static final Comparator<EvictionCandidate> ORDER =
      Comparator.comparing(EvictionCandidate::interest)
          .thenComparingLong(EvictionCandidate::lastUse);

  @Override
  public List<ContentId> victims(List<EvictionCandidate> candidates, Purpose purpose) {
    return candidates.stream()
        .filter(candidate -> candidate.interest() != Interest.WANTED || purpose == Purpose.DEMAND)
        .sorted(ORDER)
        .map(EvictionCandidate::content)
        .toList();
  }
}
