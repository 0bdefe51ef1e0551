package larder.media.cache;

import java.util.List;
import larder.media.ContentId;

/** Chooses what makes room. Knows no disk. */
@FunctionalInterface
public interface EvictionPolicy {

  /**
   * What may go for {@code purpose}, the first to go first; whoever must not go is left out. A
   * content may be named twice: first for its middle, later for all of it. Called without a lock,
   * rarely: when the budget or the disk is full.
   */
  List<Victim> victims(List<EvictionCandidate> candidates, Purpose purpose);

  /** Something that may go. */
  record Victim(ContentId content, Part part) {}

  /** How much of a content may go. */
  enum Part {
    /** Chunk by chunk from its end on, but not its {@link larder.media.Edges}. */
    MIDDLE,
    /** All of it at once. */
    ALL
  }
}
