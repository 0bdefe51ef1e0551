package larder.media.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import larder.media.ContentId;
import larder.media.Fault;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.Timers;
import larder.media.chunk.Expected;
import larder.media.chunk.Verification;
import larder.media.chunk.VerifiedChunk;
import larder.media.chunk.Verifier;
import larder.media.source.UnverifiedBlock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache on disk: for each content one sparse {@code .data} file, never preallocated, and beside
 * it a {@code .map} that is never ahead of the synced data ({@link MapFile}). Survives the loss of
 * every database and of any of its own files.
 */
public final class FileChunkStore implements ChunkStore {

  private static final Logger LOG = LoggerFactory.getLogger(FileChunkStore.class);

  /** Whole chunks in memory to be checked at once; each has up to 16 MiB, and a box two cores. */
  private static final int CHECKS_AT_ONCE = 2;

  private final Path directory;
  private final CacheFiles disk;
  private final Supplier<CacheLimits> limits;
  private final Ledger ledger = new Ledger();
  private final Verifier verifier = new Verifier();
  private final Semaphore checks = new Semaphore(CHECKS_AT_ONCE);
  private final List<Consumer<ContentId>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final KeptFile keptFile;
  private final DiskHealth health;
  private final Evictor evictor;
  private final GroupCommit commits;

  /**
   * @param directory the cache's own; made when missing
   * @param disk the file system
   * @param limits asked at every admission, so that a changed setting counts at once
   * @param eviction what decides and witnesses evictions
   * @param timers the time
   */
  public FileChunkStore(
      Path directory,
      CacheFiles disk,
      Supplier<CacheLimits> limits,
      Eviction eviction,
      Timers timers) {
    this.directory = directory;
    this.disk = disk;
    this.limits = limits;
    this.keptFile = new KeptFile(disk, directory);
    this.health = new DiskHealth(timers);
    this.evictor = new Evictor(ledger, eviction, this::remove, timers);
    Committer committer = new Committer(disk, ledger, health, this::changed);
    this.commits = new GroupCommit(committer::commitAll);
  }

  /** Finds what an earlier run left and starts to work. A disk that fails leaves it empty. */
  public void open() {
    try {
      disk.createDirectory(directory);
    } catch (IOException e) {
      LOG.error("Cannot make {}; playing goes on without a cache", directory, e);
    }
    ledger.keepAll(keptFile.load());
    long order = 0;
    for (Entry entry : new Recovery(directory, disk).run()) {
      ledger.recovered(entry, ++order);
    }
    commits.start();
  }

  @Override
  public Admission admit(Manifest manifest, int index, Purpose purpose) {
    long need = manifest.lengthOf(index);
    if (closed.get()) {
      return new Admission.Denied(Fault.CLOSING);
    }
    Optional<Fault> trouble = health.trouble();
    if (trouble.isPresent()) {
      return new Admission.Denied(trouble.get());
    }
    while (!reserve(need)) {
      if (!evictor.makeRoom(manifest.contentId(), purpose)) {
        return new Admission.Denied(Fault.DISK_FULL);
      }
    }
    return new Reservation(manifest, need);
  }

  private boolean reserve(long need) {
    CacheLimits now = limits.get();
    long spare = disk.freeBytes() - now.reserveOn(disk.totalBytes());
    return ledger.reserve(need, now, spare);
  }

  @Override
  public Expected expected(Manifest manifest, int index) {
    if (!manifest.isLearned()) {
      return new Expected.Hash(manifest.hashOf(index));
    }
    return ledger
        .learned(manifest.contentId(), index)
        .<Expected>map(Expected.Hash::new)
        .orElseGet(Expected.Unseen::new);
  }

  @Override
  public boolean holds(ContentId content, int index) {
    return ledger.find(content).filter(entry -> ledger.isReadable(entry, index)).isPresent();
  }

  @Override
  public boolean isComplete(ContentId content) {
    return ledger.isComplete(content);
  }

  @Override
  public Set<ContentId> complete() {
    return ledger.complete();
  }

  @Override
  public int read(Manifest manifest, long positionBytes, ByteBuffer target) throws MediaException {
    int index = manifest.chunkAt(positionBytes);
    Optional<Entry> entry = readable(manifest, index);
    if (entry.isEmpty()) {
      return 0;
    }
    long left = manifest.rangeOf(index).endBytes() - positionBytes;
    ByteBuffer part = target.slice();
    part.limit((int) Math.min(part.remaining(), left));
    if (!fill(entry.get(), index, positionBytes, part)) {
      return 0;
    }
    target.position(target.position() + part.position());
    return part.position();
  }

  @Override
  public Optional<byte[]> readChunk(Manifest manifest, int index) throws MediaException {
    Optional<Entry> entry = readable(manifest, index);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    ByteBuffer whole = ByteBuffer.allocate(manifest.lengthOf(index));
    long offset = manifest.rangeOf(index).offsetBytes();
    Pin pin = pin(manifest.contentId());
    try {
      return fill(entry.get(), index, offset, whole)
          ? Optional.of(whole.array())
          : Optional.empty();
    } finally {
      pin.close();
    }
  }

  /** The entry, if the chunk is readable and held against its hash. */
  private Optional<Entry> readable(Manifest manifest, int index) throws MediaException {
    if (closed.get()) {
      throw new MediaException(Fault.CLOSING, "the cache is closed");
    }
    Optional<Entry> entry =
        ledger.find(manifest.contentId()).filter(there -> ledger.isReadable(there, index));
    if (entry.isPresent() && !ledger.isChecked(entry.get(), index)) {
      return check(entry.get(), manifest, index) ? entry : Optional.empty();
    }
    return entry;
  }

  private boolean check(Entry entry, Manifest manifest, int index) {
    checks.acquireUninterruptibly();
    try {
      if (ledger.isChecked(entry, index)) {
        return true;
      }
      ByteBuffer whole = ByteBuffer.allocate(manifest.lengthOf(index));
      if (!fill(entry, index, manifest.rangeOf(index).offsetBytes(), whole)) {
        return false;
      }
      Expected expected = expected(manifest, index);
      if (expected instanceof Expected.Unseen) {
        damaged(entry, index, "its hash is not known any more");
        return false;
      }
      UnverifiedBlock block = new UnverifiedBlock(whole.array());
      return switch (verifier.verify(manifest, index, expected, block)) {
        case Verification.Accepted accepted -> {
          ledger.checked(entry, accepted.chunk().index());
          yield true;
        }
        case Verification.Refused refused -> {
          damaged(entry, index, refused.reason());
          yield false;
        }
      };
    } finally {
      checks.release();
    }
  }

  /** Fills {@code target} from the file; what cannot be read becomes a hole. */
  private boolean fill(Entry entry, int index, long offsetBytes, ByteBuffer target) {
    try {
      int wanted = target.remaining();
      int read = entry.data.read(offsetBytes, target);
      if (read == wanted) {
        return true;
      }
      damaged(entry, index, "the file ends after " + read + " of " + wanted + " bytes");
    } catch (IOException e) {
      damaged(entry, index, e.toString());
    }
    return false;
  }

  private void damaged(Entry entry, int index, String why) {
    if (ledger.damaged(entry, index)) {
      LOG.warn("Chunk {} of {} is damaged ({}); it is fetched again", index, entry.content, why);
      commits.wrote(1); // a byte's worth of work: the map must learn of it
      changed(entry.content);
    }
  }

  @Override
  public Optional<Manifest> manifest(ContentId content) {
    if (ledger.find(content).isEmpty()) {
      return Optional.empty();
    }
    try {
      Path map = ContentFiles.of(directory, content).map();
      return MapFile.parse(disk.readAll(map, MapFile.MAX_BYTES))
          .map(MapFile.Loaded::manifest)
          .filter(manifest -> manifest.contentId().equals(content));
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("No map of {} to read", content, e);
      return Optional.empty();
    }
  }

  @Override
  public Pin pin(ContentId content) {
    ledger.pin(content);
    AtomicBoolean held = new AtomicBoolean(true);
    return () -> {
      if (held.compareAndSet(true, false)) {
        ledger.unpin(content).ifPresent(this::leaveIdle);
      }
    };
  }

  /** The last reader left: gives the descriptor back and notes the time for the next start. */
  private void leaveIdle(Entry entry) {
    try {
      entry.data.close();
      disk.touch(entry.dataPath);
    } catch (IOException e) {
      LOG.debug("Cannot note the use of {}; only the order of eviction knows", entry.content, e);
    }
  }

  @Override
  public void flush() throws MediaException {
    if (!commits.flush()) {
      throw new MediaException(Fault.DISK_FAILED, "the disk did not sync what was written");
    }
  }

  @Override
  public void forget(ContentId content) {
    ledger.beginForget(content).ifPresent(this::remove);
  }

  /** Takes a leaving entry off the disk: the map first, so that it never claims what is gone. */
  private void remove(Entry entry) {
    entry.files.lock();
    try {
      entry.data.close();
      disk.delete(entry.mapPath);
      disk.delete(entry.dataPath);
    } catch (IOException e) {
      LOG.warn("Cannot remove {}; the next start tries again", entry.dataPath, e);
    } finally {
      entry.files.unlock();
    }
    ledger.removed(entry);
    changed(entry.content);
  }

  @Override
  public Pin onChange(Consumer<ContentId> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void changed(ContentId content) {
    listeners.forEach(listener -> listener.accept(content));
  }

  @Override
  public CacheUsage usage() {
    return ledger.usage(limits.get().budgetBytes(), disk.freeBytes());
  }

  @Override
  public long cachedBytes(ContentId content) {
    return ledger.presentBytes(content);
  }

  @Override
  public BitSet present(ContentId content) {
    return ledger.present(content);
  }

  @Override
  public void keep(ContentId content, Keep keep) {
    keptFile.save(ledger.keep(content, keep));
  }

  @Override
  public long damagedChunks() {
    return ledger.damagedChunks();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      commits.close();
      ledger.all().forEach(this::leaveIdle);
    }
  }

  private void write(Manifest manifest, VerifiedChunk chunk) throws MediaException {
    ContentFiles paths = ContentFiles.of(directory, manifest.contentId());
    Optional<Entry> entered =
        ledger.enterWriter(manifest, () -> Entry.fresh(manifest, paths, disk));
    if (entered.isEmpty()) {
      throw new MediaException(Fault.DISK_FULL, manifest + " is leaving the cache");
    }
    Entry entry = entered.get();
    try {
      if (!ledger.isReadable(entry, chunk.index())) {
        disk.createDirectory(paths.shelf());
        entry.data.write(manifest.rangeOf(chunk.index()).offsetBytes(), chunk.buffer());
        if (ledger.written(entry, chunk)) {
          commits.wrote(chunk.lengthBytes());
        }
      }
    } catch (IOException e) {
      Fault fault = health.failed(e);
      throw new MediaException(fault, "cannot write chunk " + chunk.index() + " to the cache", e);
    } finally {
      ledger.writerLeft(entry);
    }
  }

  /** Room for one chunk. */
  private final class Reservation implements Admission.Granted {

    private final Manifest manifest;
    private final long bytes;
    private final AtomicBoolean held = new AtomicBoolean(true);

    Reservation(Manifest manifest, long bytes) {
      this.manifest = manifest;
      this.bytes = bytes;
    }

    @Override
    public void write(VerifiedChunk chunk) throws MediaException {
      if (!chunk.content().equals(manifest.contentId()) || chunk.lengthBytes() > bytes) {
        throw new IllegalArgumentException("reserved for " + manifest + ", not for " + chunk);
      }
      if (closed.get()) {
        throw new MediaException(Fault.CLOSING, "the cache is closed");
      }
      FileChunkStore.this.write(manifest, chunk);
    }

    @Override
    public void close() {
      if (held.compareAndSet(true, false)) {
        ledger.release(bytes);
      }
    }
  }
}
