package larder.appliance.web.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import larder.media.FileRegion;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A plain TCP connection that files can be sent over without passing through the process, which
 * Jetty has no way for. The bytes go from file to socket on the request's own thread; Jetty's write
 * path only sees two buffers that this class knows by identity and never puts on the wire: one that
 * waits until the socket takes bytes, one that stands for what was sent, so that Jetty's count of
 * the response's length comes out right.
 */
public final class SendfileEndPoint extends SocketChannelEndPoint {

  /** What one stand-in can stand for. Shared by all connections; nobody reads or writes it. */
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(1 << 20).asReadOnlyBuffer();

  private static final Turn NONE = new Turn();

  /** Owned by the thread that answers the request. */
  private ByteBuffer standIn = NOTHING;

  private volatile Turn turn = NONE;

  private volatile SelectionKey key;

  private final AtomicLong timesReadable = new AtomicLong();

  /** For {@link org.eclipse.jetty.server.ServerConnector#newEndPoint}, with its arguments. */
  public SendfileEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
    this.key = key;
  }

  @Override
  public void replaceKey(SelectionKey newKey) {
    super.replaceKey(newKey);
    key = newKey;
  }

  @Override
  public Runnable onSelected() {
    if ((key.readyOps() & SelectionKey.OP_READ) != 0) {
      timesReadable.incrementAndGet();
    }
    return super.onSelected();
  }

  /** How often the selector has found the socket readable. */
  long timesReadable() {
    return timesReadable.get();
  }

  /**
   * Sends the region as far as it goes; blocks while the client takes nothing.
   *
   * @return bytes sent, which {@link #standInFor} must tell Jetty about
   * @throws IOException if the client is gone or took nothing for the idle timeout, or the region
   *     was closed
   */
  long send(FileRegion region) throws IOException, InterruptedException {
    long sent = 0;
    while (region.leftBytes(sent) > 0) {
      if (Thread.interrupted()) {
        throw new InterruptedException(); // an interrupt within a transfer would close the file
      }
      long moved = region.transferTo(sent, getChannel());
      if (moved == 0) {
        awaitTurn();
      } else {
        notIdle();
        sent += moved;
      }
    }
    return sent;
  }

  /** Returns when the socket takes bytes again. */
  private void awaitTurn() throws IOException, InterruptedException {
    Turn next = new Turn();
    turn = next;
    write(next, next.marker);
    next.await();
  }

  /**
   * A buffer to write to the response in place of {@code sentBytes} that were sent, or of as many
   * of them as one buffer can stand for.
   */
  ByteBuffer standInFor(long sentBytes) {
    standIn = NOTHING.slice(0, (int) Math.min(sentBytes, NOTHING.capacity()));
    return standIn;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // these very buffers, not others with the same bytes
  public boolean flush(ByteBuffer... buffers) throws IOException {
    ByteBuffer last = buffers[buffers.length - 1];
    if (last == turn.marker) {
      return turn.hasCome();
    }
    if (last != standIn) {
      return super.flush(buffers);
    }
    if (buffers.length > 1) {
      throw new IOException("something is written together with bytes that were sent before");
    }
    last.position(last.limit());
    return true;
  }

  /** Jetty tells the request of its own writes only. */
  @Override
  protected void onIdleExpired(TimeoutException timeout) {
    if (turn.isAwaited()) {
      getWriteFlusher().onFail(timeout);
    } else {
      super.onIdleExpired(timeout);
    }
  }

  /** One wait for the socket, in the form of a write that completes when it is tried again. */
  private static final class Turn implements Callback {

    private final ByteBuffer marker = ByteBuffer.allocate(1);
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
    private volatile boolean tried;

    /** Not at the first try: that is the one that makes Jetty watch the socket. */
    boolean hasCome() {
      if (tried) {
        marker.position(marker.limit());
      }
      tried = true;
      return !marker.hasRemaining();
    }

    boolean isAwaited() {
      return tried && !over.isDone();
    }

    void await() throws IOException, InterruptedException {
      try {
        over.get();
      } catch (ExecutionException e) {
        throw new EofException(e.getCause());
      }
    }

    @Override
    public void succeeded() {
      over.complete(true);
    }

    @Override
    public void failed(Throwable cause) {
      over.completeExceptionally(cause);
    }

    /** Only wakes the request's thread. */
    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
