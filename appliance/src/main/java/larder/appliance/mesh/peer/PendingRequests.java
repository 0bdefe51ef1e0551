package larder.appliance.mesh.peer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.SocketException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import larder.appliance.mesh.wire.Message;

/** Requests that wait for an answer on one link. When the link goes, all of them fail. */
final class PendingRequests {

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<Integer, CompletableFuture<Message.Response>> waiting = new HashMap<>();

  @GuardedBy("lock")
  private int lastId;

  @GuardedBy("lock")
  private boolean closed;

  /** An id that no other outstanding request has, and where its answer will come. */
  record Ticket(int id, CompletableFuture<Message.Response> answer) {}

  Ticket open() throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw gone();
      }
      do {
        lastId = lastId == Integer.MAX_VALUE ? 1 : lastId + 1;
      } while (waiting.containsKey(lastId));
      Ticket ticket = new Ticket(lastId, new CompletableFuture<>());
      waiting.put(ticket.id, ticket.answer);
      return ticket;
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits for the answer any more; a late one is dropped. */
  void forget(Ticket ticket) {
    lock.lock();
    try {
      waiting.remove(ticket.id);
    } finally {
      lock.unlock();
    }
  }

  /** Hands an answer to who waits for it; one that nobody asked for is dropped. */
  void answer(Message.Response response) {
    take(response.id()).ifPresent(future -> future.complete(response));
  }

  void close() {
    List<CompletableFuture<Message.Response>> orphans;
    lock.lock();
    try {
      closed = true;
      orphans = List.copyOf(waiting.values());
      waiting.clear();
    } finally {
      lock.unlock();
    }
    orphans.forEach(future -> future.completeExceptionally(gone()));
  }

  private Optional<CompletableFuture<Message.Response>> take(int id) {
    lock.lock();
    try {
      return Optional.ofNullable(waiting.remove(id));
    } finally {
      lock.unlock();
    }
  }

  private static SocketException gone() {
    return new SocketException("the connection was lost before the answer came");
  }
}
