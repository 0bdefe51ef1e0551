package larder.media.cache;

import java.util.BitSet;
import larder.media.Manifest;
import larder.media.chunk.ChunkMap;

/**
 * Which chunks of one content are here, which of them were held against their hash, and what the
 * map on disk has yet to learn. Not safe for several threads: the {@link Ledger} guards it.
 */
final class Chunks {

  private final long sizeBytes;
  private final int chunkBytes;
  private final ChunkMap map;

  /** Held against their hash since the start. */
  private final BitSet checked = new BitSet();

  /** Missing, but the map file may still call them present. */
  private final BitSet dropped = new BitSet();

  /** The pending ones that the running commit covers; what is dropped meanwhile leaves it. */
  private BitSet committing = new BitSet();

  private long bytes;

  /** Chunks of a content of which {@code present} ones are present. */
  Chunks(Manifest manifest, BitSet present) {
    this.sizeBytes = manifest.sizeBytes();
    this.chunkBytes = manifest.chunkBytes();
    this.map = new ChunkMap(manifest.chunkCount(), present);
    this.bytes = presentBytes();
  }

  int count() {
    return map.chunkCount();
  }

  /** The chunk that holds the byte at {@code offsetBytes}. Never changes, so it needs no lock. */
  int at(long offsetBytes) {
    return (int) (offsetBytes / chunkBytes);
  }

  /** Where chunk {@code index} ends, in bytes. Never changes, so it needs no lock. */
  long endOf(int index) {
    return Math.min((index + 1L) * chunkBytes, sizeBytes);
  }

  int lengthOf(int index) {
    long offset = (long) index * chunkBytes;
    return (int) Math.min(chunkBytes, sizeBytes - offset);
  }

  /** Bytes of all that are readable. */
  long bytes() {
    return bytes;
  }

  /** Bytes of those that are present. */
  long presentBytes() {
    int last = count() - 1;
    BitSet present = map.present();
    long all = (long) present.cardinality() * chunkBytes;
    return present.get(last) ? all - chunkBytes + lengthOf(last) : all;
  }

  BitSet present() {
    return map.present();
  }

  boolean isReadable(int index) {
    return map.isReadable(index);
  }

  boolean isComplete() {
    return map.isComplete();
  }

  boolean isEmpty() {
    return map.isEmpty();
  }

  boolean isChecked(int index) {
    return checked.get(index);
  }

  void markChecked(int index) {
    checked.set(index);
  }

  /** Verified bytes were written: readable from now on, present after the next commit. */
  void markWritten(int index) {
    map.markPending(index);
    checked.set(index);
    bytes += lengthOf(index);
  }

  /** The map file claims these, and they are not there. */
  void markLost(BitSet claimed) {
    dropped.or(claimed);
  }

  /** A hole from now on. @return the bytes that are readable no more */
  long drop(int index) {
    long freed = map.isReadable(index) ? lengthOf(index) : 0;
    map.drop(index);
    checked.clear(index);
    committing.clear(index);
    dropped.set(index);
    bytes -= freed;
    return freed;
  }

  /** Whether written chunks wait for their sync. */
  boolean hasPending() {
    return map.hasPending();
  }

  /** Whether the map on disk is to be changed. */
  boolean isDirty() {
    return map.hasPending() || !dropped.isEmpty();
  }

  /** Takes the pending chunks into a commit. */
  Batch beginCommit() {
    committing = map.pending();
    BitSet present = map.present();
    present.or(committing);
    return new Batch((BitSet) committing.clone(), (BitSet) dropped.clone(), present);
  }

  /** Data and map are synced. @return whether chunks became present */
  boolean committed(Batch batch) {
    boolean more = !committing.isEmpty();
    map.markSynced(committing);
    BitSet told = (BitSet) batch.dropped().clone();
    BitSet droppedAgain = (BitSet) batch.chunks().clone();
    droppedAgain.andNot(map.present());
    told.andNot(droppedAgain);
    dropped.andNot(told);
    committing = new BitSet();
    return more;
  }

  /** A sync failed: what it covered is never believed again, the rest is checked anew. */
  long commitFailed() {
    long freed = 0;
    for (int index : committing.stream().toArray()) {
      freed += drop(index);
    }
    committing = new BitSet();
    checked.and(map.pending());
    return freed;
  }

  /**
   * What one commit writes.
   *
   * @param chunks pending ones to sync
   * @param dropped missing ones to take out of the map
   * @param present all that will be present
   */
  record Batch(BitSet chunks, BitSet dropped, BitSet present) {}
}
