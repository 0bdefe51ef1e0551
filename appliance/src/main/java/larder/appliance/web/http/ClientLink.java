package larder.appliance.web.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/** The connection that a call came over. */
public final class ClientLink {

  private static final InetAddress NOWHERE = InetAddress.ofLiteral("0.0.0.0");

  private final EndPoint endPoint;

  private ClientLink(EndPoint endPoint) {
    this.endPoint = endPoint;
  }

  static ClientLink of(Request request) {
    return new ClientLink(request.getConnectionMetaData().getConnection().getEndPoint());
  }

  /** Whether the client runs on the box; proxies' header fields have no say in it. */
  public boolean isLoopback() {
    return addressOf(endPoint.getRemoteSocketAddress()).isLoopbackAddress();
  }

  /** The box's own address that the client connected to. */
  InetAddress localAddress() {
    return addressOf(endPoint.getLocalSocketAddress());
  }

  /** Where the client is, for limits by address. */
  public InetAddress remoteAddress() {
    return addressOf(endPoint.getRemoteSocketAddress());
  }

  /**
   * Allows the client to take nothing for {@code patience} and watches it, from now on.
   *
   * @see #standBy
   */
  public Watch watch(Duration patience, Runnable gone) {
    Watch watch = standBy(patience, gone);
    watch.begin();
    return watch;
  }

  /**
   * Allows the client to take nothing for {@code patience} and, from {@link Watch#begin} on, calls
   * {@code gone}, at most once and on a thread of its own, when it hangs up. Jetty itself looks at
   * the socket only when it reads or writes, so a client that leaves while the answer waits for a
   * chunk would go unnoticed; while bytes go out there is no need, and no cost.
   *
   * @return ends the watch; must be closed before the answer ends
   */
  public Watch standBy(Duration patience, Runnable gone) {
    long usualIdleMs = endPoint.getIdleTimeout();
    endPoint.setIdleTimeout(patience.toMillis());
    SocketWatch socket = new SocketWatch(gone);
    return new Watch() {
      @Override
      public void begin() {
        socket.begin();
      }

      @Override
      public void close() {
        socket.end();
        endPoint.setIdleTimeout(usualIdleMs);
      }
    };
  }

  /** Ends the connection at once, whatever is being written to it. From any thread. */
  public void cut() {
    endPoint.close();
  }

  private static InetAddress addressOf(java.net.SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress()
        : NOWHERE;
  }

  /** 0 for ever on connections that do not count: there nobody notices a client that leaves. */
  private long timesReadable() {
    return endPoint instanceof SendfileEndPoint plain ? plain.timesReadable() : 0;
  }

  /** Looks whether the client is still there. */
  public interface Watch extends AutoCloseable {

    /** Looks from now on; nothing happens if it does already, or has ended. */
    void begin();

    @Override
    void close();
  }

  /** The socket became readable: the client hung up, or sent its next request early. */
  private final class SocketWatch implements Callback {

    /**
     * How often the socket must be found readable without bytes. The end of a stream stays so; one
     * finding of the selector may be from before the last bytes were read.
     */
    private static final int PROOFS = 2;

    private final Runnable gone;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private boolean begun;

    @GuardedBy("lock")
    private boolean ended;

    @GuardedBy("lock")
    private int proofs;

    /** What {@link #timesReadable} was when the interest was last declared. */
    @GuardedBy("lock")
    private long seen;

    SocketWatch(Runnable gone) {
      this.gone = gone;
    }

    void begin() {
      lock.lock();
      try {
        if (!begun) {
          begun = true;
          look();
        }
      } finally {
        lock.unlock();
      }
    }

    private void look() {
      lock.lock();
      try {
        if (!ended) {
          seen = timesReadable();
          endPoint.tryFillInterested(this);
        }
      } finally {
        lock.unlock();
      }
    }

    /** Takes back the interest in the socket: the connection needs it for its next request. */
    void end() {
      lock.lock();
      try {
        ended = true;
        if (begun && endPoint instanceof AbstractEndPoint selectable) {
          selectable.getFillInterest().onFail(new CancellationException("the answer is complete"));
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void succeeded() {
      if (hasBytes()) {
        return; // the next request; nothing more can be told before it is read
      }
      if (isProven()) {
        gone.run();
      } else {
        look();
      }
    }

    /** News that is no finding since {@link #look} is of bytes long read: threads run late. */
    private boolean isProven() {
      lock.lock();
      try {
        proofs += timesReadable() > seen ? 1 : 0;
        return !ended && proofs >= PROOFS;
      } finally {
        lock.unlock();
      }
    }

    /** Readable without bytes is the end of the stream, or a reset. */
    private boolean hasBytes() {
      try {
        return endPoint.getTransport() instanceof SocketChannel channel
            && channel.socket().getInputStream().available() > 0;
      } catch (IOException e) {
        return false; // closed under us: gone
      }
    }

    @Override
    public void failed(Throwable cause) {
      if (!(cause instanceof CancellationException)) {
        gone.run();
      }
    }
  }
}
