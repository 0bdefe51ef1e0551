package larder.media.cache;

import java.io.IOException;
import java.util.BitSet;
import java.util.function.Consumer;
import larder.media.ContentId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes bytes of contents that leave off the disk. */
final class Disposal {

  private static final Logger LOG = LoggerFactory.getLogger(Disposal.class);

  private final CacheFiles disk;
  private final Ledger ledger;
  private final Committer committer;
  private final Consumer<ContentId> changed;

  /**
   * @param changed told, without a lock, which contents have fewer chunks
   */
  Disposal(CacheFiles disk, Ledger ledger, Committer committer, Consumer<ContentId> changed) {
    this.disk = disk;
    this.ledger = ledger;
    this.committer = committer;
    this.changed = changed;
  }

  /** Takes a leaving entry off the disk: the map first, so that it never claims what is gone. */
  void remove(Entry entry) {
    entry.files.lock();
    try {
      entry.data().close();
      disk.delete(entry.mapPath());
      disk.delete(entry.dataPath());
    } catch (IOException e) {
      LOG.warn("Cannot remove {}; the next start tries again", entry.dataPath(), e);
    } finally {
      entry.files.unlock();
    }
    ledger.removed(entry);
    changed.accept(entry.content);
  }

  /**
   * Takes some chunks off the disk; all of the content where the file system takes no parts of a
   * file back. The map learns of it first; if it cannot, the next check of a chunk would find out.
   */
  void release(Ledger.Leaving leaving) {
    Entry entry = leaving.entry();
    committer.commit(entry);
    boolean released = false;
    entry.files.lock();
    try {
      released = entry.chunks.isGone() || punch(entry, leaving.chunks());
    } catch (IOException e) {
      LOG.warn("Cannot give back a part of {}; all of it goes", entry.dataPath(), e);
    } finally {
      entry.files.unlock();
    }
    entry.chunks.left();
    if (released) {
      changed.accept(entry.content);
    } else {
      ledger.beginEviction(entry).ifPresent(this::remove);
    }
  }

  private boolean punch(Entry entry, BitSet chunks) throws IOException {
    boolean all = true;
    int first = chunks.nextSetBit(0);
    while (first >= 0 && all) {
      int end = chunks.nextClearBit(first);
      long offset = entry.chunks.offsetOf(first);
      all = disk.release(entry.dataPath(), offset, entry.chunks.offsetOf(end) - offset);
      first = chunks.nextSetBit(end);
    }
    return all;
  }
}
