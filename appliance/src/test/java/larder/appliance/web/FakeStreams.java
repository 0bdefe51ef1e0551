package larder.appliance.web;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.ByteRange;
import larder.media.ContentId;
import larder.media.Fault;
import larder.media.FileRegion;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.stream.Streams;
import larder.media.stream.TitleStream;

/** Streams over arrays, with holes that wait or fail. */
public final class FakeStreams implements Streams {

  private final Map<ContentId, Source> sources = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong bytesRead = new AtomicLong();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long holeFrom = Long.MAX_VALUE;
  private boolean holeFails;
  private int waiting;

  /** Gives the byte at a position. */
  public interface Source {
    byte at(long position);
  }

  public void put(Manifest manifest, Source source) {
    sources.put(manifest.contentId(), source);
  }

  /** Reads at or after {@code from} wait until closed, or fail with {@code NO_SOURCE}. */
  public void hole(long from, boolean fails) {
    lock.lock();
    try {
      holeFrom = from;
      holeFails = fails;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public int open() {
    return open.get();
  }

  /** How many reads wait in the hole. */
  public int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  public long bytesRead() {
    return bytesRead.get();
  }

  @Override
  public TitleStream open(Manifest manifest) {
    open.incrementAndGet();
    Source source = sources.get(manifest.contentId());
    if (source == null) {
      throw new IllegalArgumentException("no such content");
    }
    return new Reader(source, manifest.sizeBytes());
  }

  private final class Reader implements TitleStream {

    private final Source source;
    private final long sizeBytes;
    private boolean closed;

    Reader(Source source, long sizeBytes) {
      this.source = source;
      this.sizeBytes = sizeBytes;
    }

    @Override
    public long sizeBytes() {
      return sizeBytes;
    }

    @Override
    public int read(long position, ByteBuffer target) throws MediaException, InterruptedException {
      long end = waitFor(position);
      if (position >= sizeBytes) {
        return -1;
      }
      int count = (int) Math.min(target.remaining(), end - position);
      for (int i = 0; i < count; i++) {
        target.put(source.at(position + i));
      }
      bytesRead.addAndGet(count);
      return count;
    }

    @Override
    public Optional<FileRegion> region(ByteRange range) {
      return Optional.empty();
    }

    private long waitFor(long position) throws MediaException, InterruptedException {
      lock.lock();
      try {
        while (!closed && position >= holeFrom) {
          if (holeFails) {
            throw new MediaException(Fault.NO_SOURCE, "nobody has it");
          }
          waiting++;
          try {
            changed.await();
          } finally {
            waiting--;
          }
        }
        if (closed) {
          throw new MediaException(Fault.CLOSING, "closed");
        }
        return Math.min(sizeBytes, holeFrom);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (!closed) {
          closed = true;
          open.decrementAndGet();
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
