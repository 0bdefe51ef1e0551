package larder.appliance.e2e;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A line to a server: TCP on loopback, passed on at a rate that all connections share and after a
 * delay, and counted. It takes no more from the server than a router's queue would hold.
 */
final class Line implements AutoCloseable {

  /** A queue of 256 KiB, beside the sockets' own. */
  private static final int PIECE_BYTES = 8 << 10;

  private static final int MOST_PIECES = 32;
  private static final double SECOND = 1e9;

  private final ServerSocket door;
  private final InetSocketAddress server;
  private final Speed speed;
  private final AtomicLong fromServer = new AtomicLong();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();

  /** When the line has passed on all it took. */
  @GuardedBy("lock")
  private long freeNanos = System.nanoTime();

  private Line(ServerSocket door, InetSocketAddress server, Speed speed) {
    this.door = door;
    this.server = server;
    this.speed = speed;
  }

  /**
   * How a line is.
   *
   * @param bitsPerSecond from the server; the way to it is free
   * @param oneWay what each byte waits in each direction
   */
  record Speed(double bitsPerSecond, Duration oneWay) {
    static final Speed LOOPBACK = new Speed(Double.POSITIVE_INFINITY, Duration.ZERO);
  }

  static Line to(InetSocketAddress server, Speed speed) throws IOException {
    ServerSocket door = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    Line line = new Line(door, server, speed);
    Thread.ofVirtual().name("line").start(line::accept);
    return line;
  }

  /** Where clients find the server. */
  InetSocketAddress address() {
    return (InetSocketAddress) door.getLocalSocketAddress();
  }

  /** What came from the server so far. */
  long fromServerBytes() {
    return fromServer.get();
  }

  private void accept() {
    try {
      while (!door.isClosed()) {
        Socket client = door.accept();
        Socket far = new Socket();
        sockets.add(client);
        sockets.add(far);
        far.setReceiveBufferSize(MOST_PIECES * PIECE_BYTES);
        far.connect(server);
        far.setTcpNoDelay(true);
        client.setTcpNoDelay(true);
        pass(client, far, false);
        pass(far, client, true);
      }
    } catch (IOException e) {
      close(); // the test ended, or the server is gone: its clients see it
    }
  }

  /** Bytes, and the moment at which they are at the other end. */
  private record Piece(ByteBuffer bytes, long dueNanos) {}

  private void pass(Socket from, Socket to, boolean isFromServer) {
    BlockingQueue<Piece> queue = new ArrayBlockingQueue<>(MOST_PIECES);
    Thread.ofVirtual().start(() -> take(from, queue, isFromServer));
    Thread.ofVirtual().start(() -> deliver(to, queue));
  }

  private void take(Socket from, BlockingQueue<Piece> queue, boolean isFromServer) {
    byte[] buffer = new byte[PIECE_BYTES];
    try {
      int length = 0;
      while (length >= 0) {
        try {
          length = from.getInputStream().read(buffer);
        } catch (IOException e) {
          length = -1; // reset is the end as well
        }
        int taken = Math.max(length, 0);
        fromServer.addAndGet(isFromServer ? taken : 0);
        queue.put(
            new Piece(
                ByteBuffer.wrap(Arrays.copyOf(buffer, taken)), due(isFromServer ? taken : 0)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long due(int lengthBytes) {
    lock.lock();
    try {
      long now = System.nanoTime();
      if (lengthBytes == 0) {
        return now + speed.oneWay().toNanos();
      }
      long takes = (long) (lengthBytes * 8 / speed.bitsPerSecond() * SECOND);
      freeNanos = Math.max(now, freeNanos) + takes;
      return freeNanos + speed.oneWay().toNanos();
    } finally {
      lock.unlock();
    }
  }

  /** An empty piece is the end. */
  private void deliver(Socket to, BlockingQueue<Piece> queue) {
    try {
      for (Piece piece = queue.take(); piece.bytes().hasRemaining(); piece = queue.take()) {
        for (long left = left(piece); left > 0; left = left(piece)) {
          LockSupport.parkNanos(left);
        }
        to.getOutputStream().write(piece.bytes().array());
      }
      to.shutdownOutput();
    } catch (IOException e) {
      queue.clear(); // whoever sends on is told by a reset
      end(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long left(Piece piece) {
    return piece.dueNanos() - System.nanoTime();
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sockets.forEach(Line::end);
  }
}
