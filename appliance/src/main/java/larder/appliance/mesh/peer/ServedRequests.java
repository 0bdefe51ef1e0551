package larder.appliance.mesh.peer;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import larder.appliance.mesh.wire.ByteBudget;
import larder.appliance.mesh.wire.Limits;
import larder.appliance.mesh.wire.Message;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Verdict;

/**
 * A peer's requests, each served on a thread of its own, only so many and so many bytes at once. A
 * peer that asks for more waits in a bounded line; when that is full, it is not read from.
 */
final class ServedRequests {

  /** Reading and hashing is mostly waiting; more would only use memory. */
  private static final int MOST_AT_ONCE = 32;

  /** Two of the largest blocks: one is sent while the next is read. */
  private static final int MOST_BYTES = 2 * Limits.BLOCK_BYTES;

  /** More than any peer's window; the line holds names and numbers, no data. */
  private static final int MOST_WAITING = 4_096;

  private final BlockingQueue<Message.Request> line = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Semaphore threads = new Semaphore(MOST_AT_ONCE);
  private final Semaphore bytes = new Semaphore(MOST_BYTES);
  private final Consumer<Message.Request> serve;
  private final ByteBudget ofAllPeers;

  /**
   * @param serve answers a request; returns when the answer was sent or cannot be
   * @param ofAllPeers what is served to every peer together
   */
  ServedRequests(Consumer<Message.Request> serve, ByteBudget ofAllPeers) {
    this.serve = serve;
    this.ofAllPeers = ofAllPeers;
  }

  /** Adds a request; blocks while the line is full. */
  void add(Message.Request request) throws InterruptedException {
    line.put(request);
  }

  /** Serves until interrupted. */
  void run(Supervisor owner) throws InterruptedException {
    while (true) {
      Message.Request request = line.take();
      int cost = Math.clamp(request.sizeBytes(), 1, Limits.BLOCK_BYTES);
      bytes.acquire(cost);
      threads.acquire();
      ByteBudget.Lease lease = ofAllPeers.take(cost);
      owner.start("request " + request.id(), Verdict.end(), () -> serve(request, cost, lease));
    }
  }

  /** Waits until no request is being served, at most {@code timeout}. */
  void awaitIdle(Duration timeout) throws InterruptedException {
    if (threads.tryAcquire(MOST_AT_ONCE, timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      threads.release(MOST_AT_ONCE);
    }
  }

  private void serve(Message.Request request, int cost, ByteBudget.Lease lease) {
    try (lease) {
      serve.accept(request);
    } finally {
      threads.release();
      bytes.release(cost);
    }
  }
}
