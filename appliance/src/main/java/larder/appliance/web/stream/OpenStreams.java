package larder.appliance.web.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.Fault;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.stream.Streams;
import larder.media.stream.TitleStream;

/**
 * The streams that clients have open: bounded, and ended when their token is revoked or the box
 * stops. Safe for several threads.
 */
public final class OpenStreams implements AutoCloseable {

  /** A bound on memory, far above what a household watches: {@link StreamBuffers} counts on it. */
  public static final int MAX_OPEN = 512;

  private final Streams streams;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Set<OpenStream> open = new HashSet<>();

  /** Tokens revoked in this run: one that was let in just before opens nothing just after. */
  @GuardedBy("lock")
  private final Set<String> revoked = new HashSet<>();

  @GuardedBy("lock")
  private boolean closed;

  public OpenStreams(Streams streams) {
    this.streams = streams;
  }

  /** How many are open now. */
  public int count() {
    lock.lock();
    try {
      return open.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Opens a stream; empty if too many are open.
   *
   * @param token the token that pays for it, if one does
   * @throws MediaException {@code CLOSING}, also if the token was just revoked
   */
  Optional<OpenStream> open(Manifest manifest, Optional<String> token) throws MediaException {
    OpenStream stream = new OpenStream(streams.open(manifest), token);
    return switch (admit(stream)) {
      case ADMITTED -> Optional.of(stream);
      case FULL -> {
        stream.close();
        yield Optional.empty();
      }
      case CLOSED -> {
        stream.close();
        throw new MediaException(Fault.CLOSING, "the box is shutting down");
      }
      case REVOKED -> {
        stream.close();
        throw new MediaException(Fault.CLOSING, "this device was put out");
      }
    };
  }

  private Admission admit(OpenStream stream) {
    lock.lock();
    try {
      if (closed) {
        return Admission.CLOSED;
      }
      if (revoked.stream().anyMatch(stream::isOf)) {
        return Admission.REVOKED;
      }
      return open.size() < MAX_OPEN && open.add(stream) ? Admission.ADMITTED : Admission.FULL;
    } finally {
      lock.unlock();
    }
  }

  private enum Admission {
    ADMITTED,
    FULL,
    REVOKED,
    CLOSED
  }

  /** Ends the streams of a token that is no longer valid. */
  public void revoke(String tokenId) {
    lock.lock();
    try {
      revoked.add(tokenId);
    } finally {
      lock.unlock();
    }
    all().stream().filter(stream -> stream.isOf(tokenId)).forEach(OpenStream::close);
  }

  /** Ends all streams and lets no new one begin. Idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    all().forEach(OpenStream::close);
  }

  private List<OpenStream> all() {
    lock.lock();
    try {
      return List.copyOf(open);
    } finally {
      lock.unlock();
    }
  }

  private void forget(OpenStream stream) {
    lock.lock();
    try {
      open.remove(stream);
    } finally {
      lock.unlock();
    }
  }

  /** One of them. Closing it, from any thread, wakes its reader. */
  final class OpenStream implements AutoCloseable {

    private final TitleStream reader;
    private final Optional<String> token;
    private volatile Runnable cut = OpenStreams::nothing;

    private OpenStream(TitleStream reader, Optional<String> token) {
      this.reader = reader;
      this.token = token;
    }

    TitleStream reader() {
      return reader;
    }

    /**
     * What ends the connection if the stream is ended from now on: nothing less wakes a thread
     * whose client takes no bytes.
     */
    void cutWith(Runnable cutting) {
      cut = cutting;
    }

    /** All bytes are written: the connection lives on. */
    void spare() {
      cut = OpenStreams::nothing;
    }

    private boolean isOf(String tokenId) {
      return token.filter(tokenId::equals).isPresent();
    }

    @Override
    public void close() {
      reader.close();
      forget(this);
      cut.run();
    }
  }

  private static void nothing() {}
}
