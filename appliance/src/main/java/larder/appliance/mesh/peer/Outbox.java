package larder.appliance.mesh.peer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import larder.appliance.mesh.wire.Message;

/**
 * Messages on their way to a link's writer: bounded, in order. Once closed, whoever waits at either
 * end fails.
 */
final class Outbox {

  /** Enough to keep the writer busy; an index in batches is held back, not piled up. */
  private static final int MOST = 32;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final ArrayDeque<Letter> letters = new ArrayDeque<>();

  @GuardedBy("lock")
  private boolean closed;

  /** A message, and when it is on its way. */
  record Letter(Message message, CompletableFuture<Void> sent) {}

  /**
   * Adds a message; waits while there is no room.
   *
   * @throws SocketTimeoutException if there is none in time
   * @throws IOException if the link is closed
   */
  Letter put(Message message, Duration timeout) throws IOException, InterruptedException {
    Letter letter = new Letter(message, new CompletableFuture<>());
    long leftNanos = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (!closed && letters.size() >= MOST) {
        if (leftNanos <= 0) {
          throw new SocketTimeoutException("the device does not read what it is sent");
        }
        leftNanos = changed.awaitNanos(leftNanos);
      }
      requireOpen();
      letters.add(letter);
      changed.signalAll();
      return letter;
    } finally {
      lock.unlock();
    }
  }

  /** The next message; waits for one. */
  Letter take() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && letters.isEmpty()) {
        changed.await();
      }
      requireOpen();
      Letter letter = letters.remove();
      changed.signalAll();
      return letter;
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return letters.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Fails everyone who waits and every message that is not sent. Idempotent. */
  void close() {
    List<Letter> unsent;
    lock.lock();
    try {
      closed = true;
      unsent = List.copyOf(letters);
      letters.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    unsent.forEach(letter -> letter.sent().completeExceptionally(closedException()));
  }

  @GuardedBy("lock")
  private void requireOpen() throws IOException {
    if (closed) {
      throw closedException();
    }
  }

  private static SocketException closedException() {
    return new SocketException("the connection is closed");
  }
}
