package larder.media.source.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.Fault;
import larder.media.MediaException;
import larder.media.Timers;
import larder.media.source.BlockSource;
import larder.media.source.SourceId;
import larder.media.source.UnverifiedBlock;

/** One connection to one server's copy as a source: whoever reads second waits for the first. */
abstract sealed class WebBlockSource implements BlockSource, AutoCloseable
    permits RangedSource, SequentialSource {

  private final WebMirror mirror;
  private final SourceId id;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final ServerConnection connection;

  WebBlockSource(WebMirror mirror, SourceId id) {
    this.mirror = mirror;
    this.id = id;
    this.connection = new ServerConnection(mirror.access());
  }

  final WebMirror mirror() {
    return mirror;
  }

  @Override
  public final SourceId id() {
    return id;
  }

  @Override
  public final UnverifiedBlock read(int index, Duration timeout)
      throws MediaException, InterruptedException {
    Deadline deadline = new Deadline(mirror.access().timers(), timeout);
    if (!lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new MediaException(Fault.SOURCE_TIMEOUT, id + " is busy with earlier chunks");
    }
    try {
      return new UnverifiedBlock(read(connection, index, deadline));
    } catch (WebException e) {
      throw WebMirror.fault(e);
    } finally {
      lock.unlock();
    }
  }

  /** Reads a chunk over the connection, which nobody else uses meanwhile. */
  abstract byte[] read(ServerConnection wire, int index, Deadline deadline)
      throws MediaException, WebException, InterruptedException;

  @Override
  @SuppressWarnings("GuardedBy") // dropping is what may come from any thread
  public final void close() {
    connection.drop();
  }

  /** When the reader's patience ends. */
  record Deadline(Timers timers, long sinceNanos, Duration timeout) {

    Deadline(Timers timers, Duration timeout) {
      this(timers, timers.nanoTime(), timeout);
    }

    /** What is left, more than zero. */
    Duration left() throws MediaException {
      if (isOver()) {
        throw new MediaException(Fault.SOURCE_TIMEOUT, "the chunk did not come in time");
      }
      return remaining();
    }

    boolean isOver() {
      return !remaining().isPositive();
    }

    private Duration remaining() {
      return timeout.minusNanos(timers.nanoTime() - sinceNanos);
    }
  }
}
