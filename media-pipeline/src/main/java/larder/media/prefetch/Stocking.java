package larder.media.prefetch;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import larder.media.ByteRange;
import larder.media.ContentId;
import larder.media.Edges;
import larder.media.Fault;
import larder.media.Manifest;
import larder.media.fetch.Ticket;
import larder.media.fetch.Urgency;

/**
 * How one wanted content is being stocked. Not safe for several threads: {@link Wants} guards it.
 */
final class Stocking {

  /** An index is a few MB; a file that names more is broken or hostile. */
  private static final int MOST_INDEX_CHUNKS = 128;

  /** Rounds of "where is the index", each led on by the one before. */
  private static final int MOST_ROUNDS = 4;

  final Manifest manifest;
  final RateMeter rate = new RateMeter();
  private final TreeMap<Integer, Optional<Ticket>> open = new TreeMap<>();
  private final BitSet edges = new BitSet();

  /** Chunks on their way that were asked for as edges. */
  private final BitSet asEdges = new BitSet();

  private int roundsLeft = MOST_ROUNDS;

  /** Chunks below were stored when last looked at. */
  int cursor;

  /** It cannot be completed as things are; empty again when sources change. */
  Optional<Fault> hopeless = Optional.empty();

  Stocking(Manifest manifest) {
    this.manifest = manifest;
    addEdge(Edges.head(manifest.sizeBytes()));
    addEdge(Edges.tail(manifest.sizeBytes()));
  }

  ContentId content() {
    return manifest.contentId();
  }

  BitSet edges() {
    return edges;
  }

  boolean wantsIndex() {
    return roundsLeft > 0;
  }

  /** Takes what the locator found; finding nothing new ends the search. */
  void indexFound(List<ByteRange> ranges) {
    int before = edges.cardinality();
    ranges.forEach(this::addEdge);
    roundsLeft = edges.cardinality() == before ? 0 : roundsLeft - 1;
  }

  private void addEdge(ByteRange range) {
    long end = Math.min(range.endBytes(), manifest.sizeBytes());
    if (range.isEmpty() || range.offsetBytes() >= end) {
      return;
    }
    int first = manifest.chunkAt(range.offsetBytes());
    int last = Math.min(manifest.chunkAt(end - 1), first + MOST_INDEX_CHUNKS - 1);
    edges.set(first, last + 1);
  }

  /** Notes that a chunk is asked for; false if it is on its way already, and as urgently. */
  boolean begin(int index, Urgency.Kind kind) {
    boolean raised = kind == Urgency.Kind.EDGE && !asEdges.get(index);
    if (raised) {
      asEdges.set(index);
    }
    return open.putIfAbsent(index, Optional.empty()) == null || raised;
  }

  boolean isOnItsWay(int index) {
    return open.containsKey(index);
  }

  /**
   * Keeps the ticket of what was begun, in place of a less urgent one; false if its outcome was
   * faster.
   */
  boolean file(int index, Ticket ticket) {
    Optional<Ticket> lessUrgent = open.getOrDefault(index, Optional.empty());
    boolean kept = open.replace(index, Optional.of(ticket)) != null;
    lessUrgent.ifPresent(Ticket::close);
    return kept;
  }

  /** Gives whether the chunk was still on its way. */
  boolean ended(int index) {
    asEdges.clear(index);
    return open.remove(index) != null;
  }

  Collection<Optional<Ticket>> open() {
    return open.values();
  }

  /** Chunks on their way of which something may come. */
  int movingChunks() {
    return (int) open.values().stream().filter(ticket -> troubleOf(ticket).isEmpty()).count();
  }

  /** Why nothing comes, when nothing does. */
  Optional<Fault> trouble() {
    if (hopeless.isPresent() || open.isEmpty() || movingChunks() > 0) {
      return hopeless;
    }
    return open.values().stream().flatMap(ticket -> troubleOf(ticket).stream()).findFirst();
  }

  private static Optional<Fault> troubleOf(Optional<Ticket> ticket) {
    return ticket.flatMap(Ticket::trouble);
  }
}
