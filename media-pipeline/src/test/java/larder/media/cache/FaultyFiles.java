package larder.media.cache;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import larder.media.ByteRange;

/** The real file system, but calls fail when a test says so. */
final class FaultyFiles implements CacheFiles {

  private volatile CountDownLatch listing = new CountDownLatch(0);
  final AtomicInteger writesUntilFailure = new AtomicInteger(Integer.MAX_VALUE);
  final AtomicInteger syncsUntilFailure = new AtomicInteger(Integer.MAX_VALUE);
  final AtomicInteger readsUntilFailure = new AtomicInteger(Integer.MAX_VALUE);
  final AtomicInteger syncs = new AtomicInteger();

  /** The byte of any file that the disk cannot read. */
  volatile long badByte = Long.MAX_VALUE;

  volatile String message = "Input/output error";
  volatile long freeBytes = 1L << 40;
  volatile boolean canRelease = true;
  private final CacheFiles real;

  FaultyFiles(CacheFiles real) {
    this.real = real;
  }

  private void count(AtomicInteger left) throws IOException {
    if (left.decrementAndGet() == 0) {
      throw new IOException(message);
    }
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    try {
      listing.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted");
    }
    return real.list(directory);
  }

  /** Nobody gets the children of a directory until {@code released}. */
  void holdListing(CountDownLatch released) {
    listing = released;
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    real.createDirectory(directory);
  }

  @Override
  public CacheFile createOrOpen(Path file) {
    return new FaultyFile(real.createOrOpen(file));
  }

  @Override
  public CacheFile open(Path file) {
    return new FaultyFile(real.open(file));
  }

  @Override
  public byte[] readAll(Path file, int limitBytes) throws IOException {
    return real.readAll(file, limitBytes);
  }

  @Override
  public void replace(Path file, byte[] content) throws IOException {
    count(writesUntilFailure);
    count(syncsUntilFailure);
    real.replace(file, content);
  }

  @Override
  public void save(Path file, byte[] content) throws IOException {
    replace(file, content);
  }

  @Override
  public void delete(Path file) throws IOException {
    real.delete(file);
  }

  @Override
  public boolean release(Path file, long offsetBytes, long lengthBytes) throws IOException {
    return canRelease && real.release(file, offsetBytes, lengthBytes);
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
    return freeBytes;
  }

  @Override
  public long totalBytes() {
    return 1L << 40;
  }

  /** A file of it. */
  private final class FaultyFile implements CacheFile {
    private final CacheFile file;

    FaultyFile(CacheFile file) {
      this.file = file;
    }

    @Override
    public int read(long offsetBytes, ByteBuffer target) throws IOException {
      count(readsUntilFailure);
      if (offsetBytes <= badByte && badByte < offsetBytes + target.remaining()) {
        throw new IOException(message);
      }
      return file.read(offsetBytes, target);
    }

    @Override
    public long transferTo(ByteRange range, WritableByteChannel target, BooleanSupplier allowed)
        throws IOException {
      if (range.offsetBytes() == badByte) {
        throw new IOException(message);
      }
      long good = Math.min(range.lengthBytes(), Math.abs(badByte - range.offsetBytes()));
      return file.transferTo(new ByteRange(range.offsetBytes(), good), target, allowed);
    }

    @Override
    public void write(long offsetBytes, ByteBuffer source) throws IOException {
      failHalfway(offsetBytes, source);
      file.write(offsetBytes, source);
    }

    @Override
    public void writePast(long offsetBytes, ByteBuffer source) throws IOException {
      failHalfway(offsetBytes, source);
      file.writePast(offsetBytes, source);
    }

    private void failHalfway(long offsetBytes, ByteBuffer source) throws IOException {
      if (writesUntilFailure.get() == 1) {
        ByteBuffer half = source.duplicate();
        half.limit(half.position() + half.remaining() / 2);
        file.write(offsetBytes, half);
      }
      count(writesUntilFailure);
    }

    @Override
    public void sync() throws IOException {
      syncs.incrementAndGet();
      count(syncsUntilFailure);
      file.sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
