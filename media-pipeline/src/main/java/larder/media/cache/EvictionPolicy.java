package larder.media.cache;

import java.util.List;
import larder.media.ContentId;

/** Chooses what makes room. Knows no disk. */
@FunctionalInterface
public interface EvictionPolicy {

  /**
   * The contents that may go for {@code purpose}, the first to go first; whoever must not go is
   * left out. Called without a lock, rarely: when the budget or the disk is full.
   */
  List<ContentId> victims(List<EvictionCandidate> candidates, Purpose purpose);
}
