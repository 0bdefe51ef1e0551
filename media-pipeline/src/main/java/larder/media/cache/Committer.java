package larder.media.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import larder.media.ContentId;
import larder.media.Manifest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what was written present: first the data is synced, then the map says so and is synced
 * itself. A sync that failed is never asked again for the same bytes: the kernel has dropped them,
 * and would say yes.
 */
final class Committer {

  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  private final CacheFiles disk;
  private final Ledger ledger;
  private final DiskHealth health;
  private final Consumer<ContentId> changed;

  /**
   * @param changed told, without a lock, which contents have other chunks present
   */
  Committer(CacheFiles disk, Ledger ledger, DiskHealth health, Consumer<ContentId> changed) {
    this.disk = disk;
    this.ledger = ledger;
    this.health = health;
    this.changed = changed;
  }

  /** Commits all that is pending. @return false if some of it failed and is missing now */
  boolean commitAll() {
    boolean well = true;
    for (Entry entry : ledger.dirty()) {
      well &= commit(entry);
    }
    return well;
  }

  /** Commits what is pending of one entry. @return false if it failed and is missing now */
  boolean commit(Entry entry) {
    boolean well = true;
    boolean more = false;
    entry.files.lock();
    try {
      Optional<Ledger.Commit> commit = ledger.beginCommit(entry);
      if (commit.isPresent()) {
        more = write(entry, commit.get());
      }
      if (ledger.isQuiet(entry)) {
        entry.data().close();
      }
    } catch (IOException e) {
      well = false;
      refused(entry, e);
    } finally {
      entry.files.unlock();
    }
    if (more || !well) {
      changed.accept(entry.content);
    }
    return well;
  }

  private boolean write(Entry entry, Ledger.Commit commit) throws IOException {
    if (!commit.batch().chunks().isEmpty()) {
      entry.data().sync();
    }
    writeMap(entry, commit);
    return ledger.committed(entry, commit);
  }

  private void refused(Entry entry, IOException cause) {
    LOG.warn(
        "The disk did not sync chunks of {}; they are fetched again. Check the disk if this"
            + " repeats",
        entry.content,
        cause);
    health.failed(cause);
    entry.chunks.commitFailed();
    try {
      entry.data().close();
    } catch (IOException e) {
      LOG.debug("Closing {} failed as well", entry.dataPath(), e);
    }
  }

  private void writeMap(Entry entry, Ledger.Commit commit) throws IOException {
    Chunks.Batch batch = commit.batch();
    if (entry.mapStale || MapFile.isLong(entry.mapBytes, entry.chunks.count())) {
      rewriteMap(entry, commit);
      return;
    }
    ByteBuffer records =
        MapFile.records(entry.content, batch.dropped(), batch.chunks(), batch.learned());
    int length = records.remaining();
    entry.mapStale = true; // until the append is known to be whole
    try (CacheFile map = disk.open(entry.mapPath())) {
      map.write(entry.mapBytes, records);
      map.sync();
    }
    entry.mapBytes += length;
    entry.mapStale = false;
  }

  private void rewriteMap(Entry entry, Ledger.Commit commit) throws IOException {
    byte[] snapshot =
        MapFile.snapshot(
            manifestOf(entry, commit.manifest()),
            commit.batch().present(),
            commit.batch().learned());
    entry.mapStale = true;
    disk.replace(entry.mapPath(), snapshot);
    entry.mapBytes = snapshot.length;
    entry.mapStale = false;
  }

  private Manifest manifestOf(Entry entry, Optional<Manifest> known) throws IOException {
    if (known.isPresent()) {
      return known.get();
    }
    return MapFile.parse(disk.readAll(entry.mapPath(), MapFile.MAX_BYTES))
        .map(MapFile.Loaded::manifest)
        .orElseThrow(() -> new IOException(entry.mapPath() + " is damaged"));
  }
}
