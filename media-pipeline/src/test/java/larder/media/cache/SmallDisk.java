package larder.media.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import larder.media.ByteRange;
import larder.media.Manifest;

/** The real file system, but as small as a test says; it counts the data files' blocks exactly. */
final class SmallDisk implements CacheFiles {

  private static final int BLOCK = Manifest.MIN_CHUNK_BYTES;

  private final CacheFiles real;
  private final long sizeBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Path, BitSet> blocks = new HashMap<>();
  private long leastFree = Long.MAX_VALUE;

  SmallDisk(CacheFiles real, long sizeBytes) {
    this.real = real;
    this.sizeBytes = sizeBytes;
  }

  long leastFree() {
    lock.lock();
    try {
      return leastFree;
    } finally {
      lock.unlock();
    }
  }

  long usedBytes() {
    lock.lock();
    try {
      return blocks.values().stream().mapToLong(set -> (long) set.cardinality() * BLOCK).sum();
    } finally {
      lock.unlock();
    }
  }

  private void count(Path file, long offset, long length, boolean taken) {
    if (!file.toString().endsWith(".data")) {
      return;
    }
    lock.lock();
    try {
      blocks
          .computeIfAbsent(file, f -> new BitSet())
          .set((int) (offset / BLOCK), (int) ((offset + length + BLOCK - 1) / BLOCK), taken);
      leastFree = Math.min(leastFree, sizeBytes - usedBytes());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    return real.list(directory);
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    real.createDirectory(directory);
  }

  @Override
  public CacheFile createOrOpen(Path file) {
    CacheFile inner = real.createOrOpen(file);
    return new CacheFile() {
      @Override
      public int read(long offsetBytes, ByteBuffer target) throws IOException {
        return inner.read(offsetBytes, target);
      }

      @Override
      public long transferTo(ByteRange range, WritableByteChannel target, BooleanSupplier allowed)
          throws IOException {
        return inner.transferTo(range, target, allowed);
      }

      @Override
      public void write(long offsetBytes, ByteBuffer source) throws IOException {
        count(file, offsetBytes, source.remaining(), true);
        inner.write(offsetBytes, source);
      }

      @Override
      public void writePast(long offsetBytes, ByteBuffer source) throws IOException {
        count(file, offsetBytes, source.remaining(), true);
        inner.writePast(offsetBytes, source);
      }

      @Override
      public void sync() throws IOException {
        inner.sync();
      }

      @Override
      public void close() throws IOException {
        inner.close();
      }
    };
  }

  @Override
  public CacheFile open(Path file) {
    return real.open(file);
  }

  @Override
  public byte[] readAll(Path file, int limitBytes) throws IOException {
    return real.readAll(file, limitBytes);
  }

  @Override
  public void replace(Path file, byte[] content) throws IOException {
    real.replace(file, content);
  }

  @Override
  public void save(Path file, byte[] content) throws IOException {
    replace(file, content);
  }

  @Override
  public void delete(Path file) throws IOException {
    real.delete(file);
    count(file, 0, 1L << 40, false);
  }

  @Override
  public boolean release(Path file, long offsetBytes, long lengthBytes) throws IOException {
    boolean released = real.release(file, offsetBytes, lengthBytes);
    count(file, offsetBytes, lengthBytes, !released);
    return released;
  }

  @Override
  public void forgetMemoryOf(Path file, long offsetBytes, long lengthBytes) throws IOException {
    real.forgetMemoryOf(file, offsetBytes, lengthBytes);
  }

  @Override
  public long sizeBytes(Path file) throws IOException {
    return real.sizeBytes(file);
  }

  @Override
  public long touchedMs(Path file) throws IOException {
    return real.touchedMs(file);
  }

  @Override
  public void touch(Path file) throws IOException {
    real.touch(file);
  }

  @Override
  public long freeBytes() {
    return sizeBytes - usedBytes();
  }

  @Override
  public long totalBytes() {
    return sizeBytes;
  }
}
