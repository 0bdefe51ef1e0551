package larder.appliance.mesh.peer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections. Strangers cost little: only so many are greeted at once, fewer from one
 * address, and the rest are dropped unread.
 */
final class Listener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  /** A greeting takes some 100 KB; 48 of them still fit a small box. */
  private static final int MOST_GREETINGS = 48;

  /** One stranger cannot keep the others out. */
  private static final int MOST_FROM_ONE = 12;

  private static final int BACKLOG = 64;

  private final ServerSocket socket;
  private final Greeter greeter;
  private final Switchboard switchboard;
  private final Supervisor threads;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<InetAddress, Integer> greetings = new HashMap<>();

  private Listener(
      ServerSocket socket, Greeter greeter, Switchboard switchboard, Supervisor threads) {
    this.socket = socket;
    this.greeter = greeter;
    this.switchboard = switchboard;
    this.threads = threads;
  }

  /** Takes the address; accepts nothing yet. */
  static ServerSocket bind(InetSocketAddress address) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(address, BACKLOG);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw new IOException(
          "cannot listen for other devices on "
              + address
              + ": "
              + e.getMessage()
              + ". Another program may use the port; choose another one with --mesh ADDRESS:PORT.",
          e);
    }
  }

  static Listener start(
      ServerSocket socket, Greeter greeter, Switchboard switchboard, Supervisor threads) {
    Listener listener = new Listener(socket, greeter, switchboard, threads);
    threads.start("listener", Verdict.restart(), listener::acceptAll);
    return listener;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void acceptAll() throws IOException {
    while (!socket.isClosed()) {
      try {
        accept(socket.accept());
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw e;
        }
      }
    }
  }

  private void accept(Socket raw) throws IOException {
    InetAddress from = raw.getInetAddress();
    if (!enter(from)) {
      LOG.debug("too many connections at once; {} is dropped", from);
      raw.close();
      return;
    }
    try {
      threads.start("accepted " + raw.getRemoteSocketAddress(), Verdict.end(), () -> serve(raw));
    } catch (IllegalStateException e) {
      LOG.debug("{} came while this device stops", from, e);
      raw.close();
    }
  }

  private void serve(Socket raw) throws InterruptedException {
    InetAddress from = raw.getInetAddress();
    Greeted greeted;
    try {
      raw.setTcpNoDelay(true);
      greeted = greeter.accepted(raw);
    } catch (IOException e) {
      LOG.debug("{} is no device: {}", from, e.toString());
      return;
    } finally {
      leave(from);
    }
    switchboard.carry(greeted);
  }

  private boolean enter(InetAddress from) {
    lock.lock();
    try {
      int all = greetings.values().stream().mapToInt(Integer::intValue).sum();
      int fromOne = greetings.getOrDefault(from, 0);
      if (all >= MOST_GREETINGS || fromOne >= MOST_FROM_ONE) {
        return false;
      }
      greetings.put(from, fromOne + 1);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void leave(InetAddress from) {
    lock.lock();
    try {
      greetings.computeIfPresent(from, (_, count) -> count == 1 ? null : count - 1);
    } finally {
      lock.unlock();
    }
  }
}
