package larder.media.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import larder.media.ByteRange;
import larder.media.ContentId;
import larder.media.Fault;
import larder.media.FileRegion;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.Timers;
import larder.media.chunk.Expected;
import larder.media.chunk.VerifiedChunk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache on disk: for each content one sparse {@code .data} file, never preallocated, and beside
 * it a {@code .map} that is never ahead of the synced data ({@link MapFile}). Survives the loss of
 * every database and of any of its own files.
 */
public final class FileChunkStore implements ChunkStore {

  private static final Logger LOG = LoggerFactory.getLogger(FileChunkStore.class);

  private final Path directory;
  private final CacheFiles disk;
  private final Supplier<CacheLimits> limits;
  private final Room room = new Room();
  private final Ledger ledger = new Ledger();
  private final List<Consumer<ContentId>> listeners = new CopyOnWriteArrayList<>();
  private final List<DamageListener> damageListeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Recovery recovery;
  private final KeptFile keptFile;
  private final DiskHealth health;
  private final CheckedReads reads;
  private final Disposal disposal;
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
    this.recovery = new Recovery(directory, disk, room, ledger);
    this.keptFile = new KeptFile(disk, directory);
    this.health = new DiskHealth(timers);
    this.reads = new CheckedReads(ledger, this::damaged);
    Committer committer = new Committer(disk, ledger, health, this::changed);
    this.disposal = new Disposal(disk, ledger, committer, this::changed);
    this.evictor = new Evictor(ledger, eviction, disposal, timers);
    this.commits = new GroupCommit(committer::commitAll);
  }

  /**
   * Starts to work. What an earlier run left is found on the way: at once where it is asked for,
   * and all of it before anything is written. A disk that fails leaves the cache empty.
   */
  public void open() {
    try {
      disk.createDirectory(directory);
    } catch (IOException e) {
      LOG.error("Cannot make {}; playing goes on without a cache", directory, e);
    }
    ledger.keepAll(keptFile.load());
    commits.start();
    recovery.start();
  }

  @Override
  public Admission admit(Manifest manifest, int index, Purpose purpose) {
    long need = manifest.lengthOf(index);
    boolean found = recovery.await(); // the budget counts what is there
    if (closed.get() || !found) {
      return new Admission.Denied(Fault.CLOSING);
    }
    Optional<Fault> trouble = health.trouble();
    if (trouble.isPresent()) {
      return new Admission.Denied(trouble.get());
    }
    while (!reserve(need)) {
      if (!evictor.makeRoom(manifest.contentId(), purpose, need)) {
        return new Admission.Denied(Fault.DISK_FULL);
      }
    }
    return new Reservation(manifest, need, purpose);
  }

  private boolean reserve(long need) {
    Room.Answer answer = Room.Answer.LOOK_AGAIN;
    while (answer == Room.Answer.LOOK_AGAIN) {
      long stamp = room.stamp();
      CacheLimits now = limits.get();
      long spare = disk.freeBytes() - now.reserveOn(disk.totalBytes());
      answer = room.reserve(need, now.budgetBytes(), new Room.Spare(stamp, spare));
    }
    return answer == Room.Answer.PROMISED;
  }

  @Override
  public Expected expected(Manifest manifest, int index) {
    recovery.lookFor(manifest.contentId());
    return reads.expected(manifest, index);
  }

  @Override
  public boolean holds(ContentId content, int index) {
    return recovery.find(content).filter(entry -> entry.chunks.isReadable(index)).isPresent();
  }

  @Override
  public boolean isComplete(ContentId content) {
    return recovery.find(content).filter(entry -> entry.chunks.isComplete()).isPresent();
  }

  @Override
  public Set<ContentId> complete() {
    if (!recovery.await()) {
      throw new IllegalStateException("the cache was closed before it was looked through");
    }
    return ledger.complete();
  }

  @Override
  public int read(Manifest manifest, long positionBytes, ByteBuffer target) throws MediaException {
    refuseIfClosed();
    recovery.lookFor(manifest.contentId());
    int index = manifest.chunkAt(positionBytes);
    long left = manifest.rangeOf(index).endBytes() - positionBytes;
    ByteBuffer part = target.slice();
    part.limit((int) Math.min(part.remaining(), left));
    if (!reads.read(manifest, index, positionBytes, part)) {
      return 0;
    }
    target.position(target.position() + part.position());
    return part.position();
  }

  @Override
  public Optional<FileRegion> region(Manifest manifest, ByteRange range) throws MediaException {
    refuseIfClosed();
    recovery.lookFor(manifest.contentId());
    return reads.region(manifest, range);
  }

  @Override
  public Optional<byte[]> readChunk(Manifest manifest, int index) throws MediaException {
    refuseIfClosed();
    recovery.lookFor(manifest.contentId());
    ByteBuffer whole = ByteBuffer.allocate(manifest.lengthOf(index));
    long offset = manifest.rangeOf(index).offsetBytes();
    Pin pin = pin(manifest.contentId());
    try {
      return reads.read(manifest, index, offset, whole)
          ? Optional.of(whole.array())
          : Optional.empty();
    } finally {
      pin.close();
    }
  }

  private void refuseIfClosed() throws MediaException {
    if (closed.get()) {
      throw new MediaException(Fault.CLOSING, "the cache is closed");
    }
  }

  private void damaged(Manifest manifest, int index) {
    commits.wrote(1); // a byte's worth of work: the map must learn of it
    changed(manifest.contentId());
    damageListeners.forEach(listener -> listener.found(manifest, index));
  }

  @Override
  public Optional<Manifest> manifest(ContentId content) {
    if (recovery.find(content).isEmpty()) {
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

  /** Whether it is known that nothing is cached. */
  boolean isEmpty() {
    return recovery.isOver() && room.usedBytes() == 0;
  }

  /** Whether somebody streams or fetches. */
  boolean isInUse() {
    return ledger.hasReaders() || !room.isQuiet();
  }

  /** The content with the smallest id after {@code last}; with the smallest of all if empty. */
  Optional<ContentId> firstAfter(Optional<ContentId> last) {
    boolean _ = recovery.await();
    String after = last.map(ContentId::hex).orElse("");
    return ledger.all().stream()
        .map(entry -> entry.content)
        .filter(content -> content.hex().compareTo(after) > 0)
        .min(Comparator.comparing(ContentId::hex));
  }

  /** Reads a map from the disk; a damaged one is written anew as soon as its content is known. */
  Optional<Manifest> scrubMap(ContentId content) {
    Optional<Manifest> manifest = manifest(content);
    recovery.find(content).filter(entry -> manifest.isEmpty()).ifPresent(this::distrustMap);
    return manifest;
  }

  private void distrustMap(Entry entry) {
    LOG.warn("The map of {} is damaged; it is written again with the next chunk", entry.content);
    entry.files.lock();
    try {
      entry.mapStale = true;
    } finally {
      entry.files.unlock();
    }
  }

  /** Holds what the disk itself has of a chunk against its hash; a damaged one becomes a hole. */
  void scrub(Manifest manifest, int index) {
    Optional<Entry> entry = recovery.find(manifest.contentId());
    entry.ifPresent(there -> forgetMemoryOf(there, index));
    reads.checkAnew(manifest, index);
    entry.ifPresent(there -> forgetMemoryOf(there, index));
  }

  private void forgetMemoryOf(Entry entry, int index) {
    try {
      disk.forgetMemoryOf(
          entry.dataPath(), entry.chunks.offsetOf(index), entry.chunks.lengthOf(index));
    } catch (IOException e) {
      LOG.debug("{} is read through memory", entry.dataPath(), e);
    }
  }

  @Override
  public Pin pin(ContentId content) {
    recovery.lookFor(content);
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
      entry.data().close();
      disk.touch(entry.dataPath());
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
    boolean _ = recovery.await();
    ledger.beginForget(content).ifPresent(disposal::remove);
  }

  @Override
  public Pin onChange(Consumer<ContentId> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Calls {@code listener} after chunks were found damaged. */
  public Pin onDamage(DamageListener listener) {
    damageListeners.add(listener);
    return () -> damageListeners.remove(listener);
  }

  private void changed(ContentId content) {
    listeners.forEach(listener -> listener.accept(content));
  }

  @Override
  public CacheUsage usage() {
    return new CacheUsage(
        limits.get().budgetBytes(), room.usedBytes(), ledger.keptBytes(), disk.freeBytes());
  }

  @Override
  public long cachedBytes(ContentId content) {
    return recovery.find(content).map(entry -> entry.chunks.presentBytes()).orElse(0L);
  }

  @Override
  public BitSet present(ContentId content) {
    return recovery.find(content).map(entry -> entry.chunks.present()).orElseGet(BitSet::new);
  }

  @Override
  public void keep(ContentId content, Keep keep) {
    keptFile.save(ledger.keep(content, keep));
  }

  @Override
  public long damagedChunks() {
    return reads.damaged();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      recovery.stop();
      commits.close();
      ledger.all().stream().filter(Entry::wasUsed).forEach(this::leaveIdle);
    }
  }

  private void write(Manifest manifest, VerifiedChunk chunk, Purpose purpose)
      throws MediaException {
    ContentFiles paths = ContentFiles.of(directory, manifest.contentId());
    Optional<Entry> entered =
        ledger.enterWriter(manifest, () -> new Entry(manifest, directory, disk, room));
    if (entered.isEmpty()) {
      throw new MediaException(Fault.DISK_FULL, manifest + " is leaving the cache");
    }
    Entry entry = entered.get();
    try {
      if (!entry.chunks.isReadable(chunk.index())) {
        disk.createDirectory(paths.shelf());
        put(entry.data(), manifest.rangeOf(chunk.index()).offsetBytes(), chunk, purpose);
        if (entry.chunks.markWritten(chunk.index(), chunk.hash())) {
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

  /** What somebody watches is read in a moment, so it stays in memory; the rest takes none. */
  private static void put(CacheFile data, long offsetBytes, VerifiedChunk chunk, Purpose purpose)
      throws IOException {
    switch (purpose) {
      case DEMAND -> data.write(offsetBytes, chunk.buffer());
      case STOCK -> data.writePast(offsetBytes, chunk.buffer());
    }
  }

  /** Room for one chunk. */
  private final class Reservation implements Admission.Granted {

    private final Manifest manifest;
    private final long bytes;
    private final Purpose purpose;
    private final AtomicBoolean held = new AtomicBoolean(true);

    Reservation(Manifest manifest, long bytes, Purpose purpose) {
      this.manifest = manifest;
      this.bytes = bytes;
      this.purpose = purpose;
    }

    @Override
    public void write(VerifiedChunk chunk) throws MediaException {
      if (!chunk.content().equals(manifest.contentId()) || chunk.lengthBytes() > bytes) {
        throw new IllegalArgumentException("reserved for " + manifest + ", not for " + chunk);
      }
      if (closed.get()) {
        throw new MediaException(Fault.CLOSING, "the cache is closed");
      }
      FileChunkStore.this.write(manifest, chunk, purpose);
    }

    @Override
    public void close() {
      if (held.compareAndSet(true, false)) {
        room.release(bytes);
      }
    }
  }
}
