package larder.appliance.mesh.relay;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import larder.appliance.supervise.SupervisedTask;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;
import larder.appliance.supervise.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Time for several steps as a whole, since a byte now and then would outwit a timeout on reads:
 * closes the sockets in its care when it passes. Over when closed.
 */
final class Deadline implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Deadline.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final SupervisedTask alarm;

  @GuardedBy("lock")
  private final List<Socket> sockets = new ArrayList<>();

  @GuardedBy("lock")
  private boolean passed;

  private Deadline(Duration most, Supervisor threads, Ticker ticker) {
    this.alarm =
        threads.start(
            "deadline",
            Verdict.end(),
            () -> {
              ticker.sleep(most);
              pass();
            });
  }

  /** Starts to run. */
  static Deadline in(Duration most, Supervisor threads, Ticker ticker) throws IOException {
    try {
      return new Deadline(most, threads, ticker);
    } catch (IllegalStateException e) {
      throw new IOException("this device stops", e);
    }
  }

  void watch(Socket socket) {
    boolean late;
    lock.lock();
    try {
      sockets.add(socket);
      late = passed;
    } finally {
      lock.unlock();
    }
    if (late) {
      end(socket);
    }
  }

  /** All is done in time: nothing is closed any more. */
  void met() {
    alarm.stop();
  }

  @Override
  public void close() {
    met();
  }

  private void pass() {
    List<Socket> late;
    lock.lock();
    try {
      passed = true;
      late = List.copyOf(sockets);
    } finally {
      lock.unlock();
    }
    late.forEach(Deadline::end);
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing {} failed", socket, e);
    }
  }
}
