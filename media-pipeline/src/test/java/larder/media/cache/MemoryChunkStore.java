package larder.media.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import larder.media.ByteRange;
import larder.media.ContentId;
import larder.media.Fault;
import larder.media.FileRegion;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.chunk.Expected;
import larder.media.chunk.VerifiedChunk;

/**
 * A chunk store in memory, for tests: what is written is present after {@link #flush}. Its methods
 * hold one monitor, which is enough for a fake.
 */
public final class MemoryChunkStore implements ChunkStore {

  private final Map<ContentId, TreeMap<Integer, VerifiedChunk>> written = new HashMap<>();
  private final Map<ContentId, BitSet> synced = new HashMap<>();
  private final Map<ContentId, Manifest> manifests = new HashMap<>();
  private final List<Consumer<ContentId>> listeners = new CopyOnWriteArrayList<>();
  private final java.util.concurrent.locks.ReentrantLock lock =
      new java.util.concurrent.locks.ReentrantLock();
  private volatile long budgetBytes;
  private volatile boolean closed;

  public MemoryChunkStore(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  /** Another budget from now on. */
  public void budget(long bytes) {
    budgetBytes = bytes;
  }

  @Override
  public Admission admit(Manifest manifest, int index, Purpose purpose) {
    if (closed) {
      return new Admission.Denied(Fault.CLOSING);
    }
    if (usage().usedBytes() + manifest.lengthOf(index) > budgetBytes) {
      return new Admission.Denied(Fault.DISK_FULL);
    }
    return new Admission.Granted() {
      @Override
      public void write(VerifiedChunk chunk) throws MediaException {
        if (!chunk.content().equals(manifest.contentId())) {
          throw new IllegalArgumentException("reserved for " + manifest + ", not for " + chunk);
        }
        put(manifest, chunk);
      }

      @Override
      public void close() {}
    };
  }

  private void put(Manifest manifest, VerifiedChunk chunk) throws MediaException {
    if (closed) {
      throw new MediaException(Fault.CLOSING, "closed");
    }
    lock.lock();
    try {
      manifests.put(manifest.contentId(), manifest);
      written
          .computeIfAbsent(manifest.contentId(), id -> new TreeMap<>())
          .putIfAbsent(chunk.index(), chunk);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Expected expected(Manifest manifest, int index) {
    return Expected.of(
        manifest, index, () -> find(manifest.contentId(), index).map(VerifiedChunk::hash));
  }

  @Override
  public boolean holds(ContentId content, int index) {
    return find(content, index).isPresent();
  }

  private Optional<VerifiedChunk> find(ContentId content, int index) {
    lock.lock();
    try {
      return Optional.ofNullable(written.getOrDefault(content, new TreeMap<>()).get(index));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isComplete(ContentId content) {
    lock.lock();
    try {
      Manifest manifest = manifests.get(content);
      return manifest != null && present(content).cardinality() == manifest.chunkCount();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Set<ContentId> complete() {
    lock.lock();
    try {
      return Set.copyOf(manifests.keySet().stream().filter(this::isComplete).toList());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read(Manifest manifest, long positionBytes, ByteBuffer target) throws MediaException {
    int index = manifest.chunkAt(positionBytes);
    Optional<byte[]> chunk = readChunk(manifest, index);
    if (chunk.isEmpty()) {
      return 0;
    }
    int from = (int) (positionBytes - manifest.rangeOf(index).offsetBytes());
    int length = Math.min(target.remaining(), chunk.get().length - from);
    target.put(chunk.get(), from, length);
    return length;
  }

  @Override
  public Optional<FileRegion> region(Manifest manifest, ByteRange range) throws MediaException {
    if (closed) {
      throw new MediaException(Fault.CLOSING, "closed");
    }
    return holds(manifest.contentId(), manifest.chunkAt(range.offsetBytes()))
        ? Optional.of(new MemoryRegion(manifest, range))
        : Optional.empty();
  }

  @Override
  public Optional<byte[]> readChunk(Manifest manifest, int index) throws MediaException {
    if (closed) {
      throw new MediaException(Fault.CLOSING, "closed");
    }
    return find(manifest.contentId(), index)
        .map(
            chunk -> {
              byte[] bytes = new byte[chunk.lengthBytes()];
              chunk.buffer().get(bytes);
              return bytes;
            });
  }

  @Override
  public Optional<Manifest> manifest(ContentId content) {
    lock.lock();
    try {
      return Optional.ofNullable(manifests.get(content)).filter(m -> !present(content).isEmpty());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Pin pin(ContentId content) {
    return () -> {};
  }

  @Override
  public void flush() {
    List<ContentId> changed;
    lock.lock();
    try {
      changed = List.copyOf(written.keySet());
      written.forEach(
          (content, chunks) -> {
            BitSet bits = synced.computeIfAbsent(content, id -> new BitSet());
            chunks.keySet().forEach(bits::set);
          });
    } finally {
      lock.unlock();
    }
    changed.forEach(content -> listeners.forEach(listener -> listener.accept(content)));
  }

  @Override
  public void forget(ContentId content) {
    lock.lock();
    try {
      written.remove(content);
      synced.remove(content);
      manifests.remove(content);
    } finally {
      lock.unlock();
    }
    listeners.forEach(listener -> listener.accept(content));
  }

  @Override
  public Pin onChange(Consumer<ContentId> listener) {
    listeners.add(listener);
    AtomicBoolean open = new AtomicBoolean(true);
    return () -> {
      if (open.compareAndSet(true, false)) {
        listeners.remove(listener);
      }
    };
  }

  @Override
  public long damagedChunks() {
    return 0;
  }

  @Override
  public CacheUsage usage() {
    lock.lock();
    try {
      long used =
          written.values().stream()
              .flatMap(chunks -> chunks.values().stream())
              .mapToLong(VerifiedChunk::lengthBytes)
              .sum();
      return new CacheUsage(budgetBytes, used, 0, Long.MAX_VALUE);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long cachedBytes(ContentId content) {
    lock.lock();
    try {
      return present(content).stream()
          .mapToLong(index -> find(content, index).map(VerifiedChunk::lengthBytes).orElse(0))
          .sum();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public BitSet present(ContentId content) {
    lock.lock();
    try {
      return (BitSet) synced.getOrDefault(content, new BitSet()).clone();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void keep(ContentId content, Keep keep) {}

  @Override
  public void close() {
    closed = true;
  }

  /** A region that goes chunk by chunk. */
  private final class MemoryRegion implements FileRegion {

    private final Manifest manifest;
    private final ByteRange range;

    MemoryRegion(Manifest manifest, ByteRange range) {
      this.manifest = manifest;
      this.range = range;
    }

    @Override
    public long leftBytes(long sentBytes) {
      long from = range.offsetBytes() + sentBytes;
      if (from >= range.endBytes() || !holds(manifest.contentId(), manifest.chunkAt(from))) {
        return 0;
      }
      long end = manifest.rangeOf(manifest.chunkAt(from)).endBytes();
      return Math.min(end, range.endBytes()) - from;
    }

    @Override
    public long transferTo(long sentBytes, WritableByteChannel target) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate((int) leftBytes(sentBytes));
      read(manifest, range.offsetBytes() + sentBytes, bytes);
      return target.write(bytes.flip());
    }
  }
}
