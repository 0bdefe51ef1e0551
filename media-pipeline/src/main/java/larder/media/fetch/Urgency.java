package larder.media.fetch;

/**
 * How soon a chunk is needed. Ordered: the most urgent first.
 *
 * @param kind why it is needed; beats any rank
 * @param rank smaller is sooner: chunks of distance for read-ahead, the place in the queue for the
 *     others
 */
public record Urgency(Kind kind, long rank) implements Comparable<Urgency> {

  /** Somebody stands still until it is here; the one who waits longest comes first. */
  public static final Urgency WAITING = new Urgency(Kind.WAITING, 0);

  /** Why a chunk is needed, the most urgent first. */
  public enum Kind {
    /** A reader waits for it now. */
    WAITING,
    /** A reader will be there soon. */
    READ_AHEAD,
    /** Head, tail or index of something queued: what a player asks for first. */
    EDGE,
    /** The rest of the queue. */
    STOCK;

    /** Whether somebody watches, so that everything else yields. */
    public boolean isDemand() {
      return this == WAITING || this == READ_AHEAD;
    }
  }

  @Override
  public int compareTo(Urgency other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : Long.compare(rank, other.rank);
  }
}
