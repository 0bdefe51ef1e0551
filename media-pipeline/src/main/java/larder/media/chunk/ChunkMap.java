package larder.media.chunk;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Which chunks of one content are here: <em>present</em> (synced to disk, true after a power cut)
 * or <em>pending</em> (verified and written, not yet synced). Anything else is missing. Not safe
 * for several threads: its owner guards it.
 */
public final class ChunkMap {

  private final int chunkCount;
  private final BitSet present;
  private final BitSet pending;

  /** A map of {@code chunkCount} chunks, all missing. */
  public ChunkMap(int chunkCount) {
    this(chunkCount, new BitSet(chunkCount));
  }

  /**
   * A map whose {@code present} chunks are present; copied.
   *
   * @throws IllegalArgumentException if a present chunk lies outside the content
   */
  public ChunkMap(int chunkCount, BitSet present) {
    if (chunkCount < 1 || present.length() > chunkCount) {
      throw new IllegalArgumentException(
          "map of " + chunkCount + " chunks with chunk " + (present.length() - 1));
    }
    this.chunkCount = chunkCount;
    this.present = (BitSet) present.clone();
    this.pending = new BitSet();
  }

  public int chunkCount() {
    return chunkCount;
  }

  public boolean isPresent(int index) {
    return present.get(checked(index));
  }

  /** Whether the chunk's bytes can be read: present or pending. */
  public boolean isReadable(int index) {
    return present.get(checked(index)) || pending.get(index);
  }

  public boolean isComplete() {
    return present.cardinality() == chunkCount;
  }

  public boolean isEmpty() {
    return present.isEmpty() && pending.isEmpty();
  }

  public boolean hasPending() {
    return !pending.isEmpty();
  }

  /** The chunk was written and waits for the sync; nothing changes if it is present already. */
  public void markPending(int index) {
    if (!present.get(checked(index))) {
      pending.set(index);
    }
  }

  /** These chunks were synced; those that were dropped in the meantime stay missing. */
  public void markSynced(BitSet synced) {
    BitSet still = (BitSet) synced.clone();
    still.and(pending);
    present.or(still);
    pending.andNot(still);
  }

  /** The chunk is missing from now on. */
  public void drop(int index) {
    present.clear(checked(index));
    pending.clear(index);
  }

  /** The present chunks, as a copy. */
  public BitSet present() {
    return (BitSet) present.clone();
  }

  /** The pending chunks, as a copy. */
  public BitSet pending() {
    return (BitSet) pending.clone();
  }

  /** The run of missing chunks that holds {@code from}, or the next one after it. */
  public Optional<Hole> nextHole(int from) {
    BitSet readable = present();
    readable.or(pending);
    return nextHole(readable, from);
  }

  /** Every run of missing chunks, in order. */
  public List<Hole> holes() {
    BitSet readable = present();
    readable.or(pending);
    List<Hole> holes = new ArrayList<>();
    Optional<Hole> hole = nextHole(readable, 0);
    while (hole.isPresent()) {
      holes.add(hole.get());
      hole = nextHole(readable, hole.get().end());
    }
    return holes;
  }

  private Optional<Hole> nextHole(BitSet readable, int from) {
    int first = readable.nextClearBit(from);
    if (first >= chunkCount) {
      return Optional.empty();
    }
    int end = readable.nextSetBit(first);
    return Optional.of(new Hole(first, (end < 0 ? chunkCount : end) - first));
  }

  private int checked(int index) {
    if (index < 0 || index >= chunkCount) {
      throw new IndexOutOfBoundsException("chunk " + index + " of " + chunkCount);
    }
    return index;
  }
}
