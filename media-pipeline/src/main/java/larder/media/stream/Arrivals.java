package larder.media.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.Fault;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.Timers;
import larder.media.chunk.VerifiedChunk;
import larder.media.fetch.ChunkRequest;
import larder.media.fetch.FetchOutcome;
import larder.media.fetch.Fetcher;
import larder.media.fetch.Ticket;
import larder.media.fetch.Urgency;

/** Where one reader waits for chunks, with patience. */
final class Arrivals {

  /** How often a reader whose patience is over looks whether a slow chunk is still coming. */
  private static final Duration SECOND_LOOK = Duration.ofSeconds(1);

  /** No player waits longer, however alive the source is. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final Manifest manifest;
  private final Fetcher fetcher;
  private final Timers timers;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private Optional<CompletableFuture<FetchOutcome>> waiting = Optional.empty();

  @GuardedBy("lock")
  private boolean closed;

  Arrivals(Manifest manifest, Fetcher fetcher, Timers timers, Duration patience) {
    this.manifest = manifest;
    this.fetcher = fetcher;
    this.timers = timers;
    this.patience = patience;
  }

  /** Blocks until the chunk is here. Gives it, or nothing if it is in the store now. */
  Optional<VerifiedChunk> await(int index) throws MediaException, InterruptedException {
    CompletableFuture<FetchOutcome> outcome = enter();
    Ticket ticket =
        fetcher.request(new ChunkRequest(manifest, index, Urgency.WAITING), outcome::complete);
    Wait wait = new Wait(ticket, outcome, timers.nanoTime());
    wait.arm(patience);
    try {
      return switch (outcome.get()) {
        case FetchOutcome.Delivered delivered -> Optional.of(delivered.chunk());
        case FetchOutcome.Unsaved unsaved -> Optional.of(unsaved.chunk());
        case FetchOutcome.Stored stored -> Optional.empty();
        case FetchOutcome.Failed failed ->
            throw new MediaException(
                failed.fault(), "chunk " + index + " of " + manifest + " does not come");
      };
    } catch (ExecutionException e) {
      throw new IllegalStateException("an outcome is never exceptional", e);
    } finally {
      wait.end();
      leave();
    }
  }

  private CompletableFuture<FetchOutcome> enter() throws MediaException {
    lock.lock();
    try {
      if (closed) {
        throw new MediaException(Fault.CLOSING, "the stream is closed");
      }
      CompletableFuture<FetchOutcome> outcome = new CompletableFuture<>();
      waiting = Optional.of(outcome);
      return outcome;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      waiting = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes the reader. Idempotent. */
  void close() {
    Optional<CompletableFuture<FetchOutcome>> reader;
    lock.lock();
    try {
      closed = true;
      reader = waiting;
    } finally {
      lock.unlock();
    }
    reader.ifPresent(outcome -> outcome.complete(new FetchOutcome.Failed(Fault.CLOSING)));
  }

  /** One wait and its alarm. */
  private final class Wait {

    private final Ticket ticket;
    private final CompletableFuture<FetchOutcome> outcome;
    private final long sinceNanos;
    private volatile Timers.Alarm alarm = () -> {};

    Wait(Ticket ticket, CompletableFuture<FetchOutcome> outcome, long sinceNanos) {
      this.ticket = ticket;
      this.outcome = outcome;
      this.sinceNanos = sinceNanos;
    }

    void arm(Duration delay) {
      if (!outcome.isDone()) {
        alarm = timers.after(delay, this::patienceOver);
      }
    }

    private void patienceOver() {
      Duration waited = Duration.ofNanos(timers.nanoTime() - sinceNanos);
      if (ticket.isArriving() && waited.compareTo(LONGEST_WAIT) < 0) {
        arm(SECOND_LOOK);
      } else {
        Fault fault = ticket.trouble().orElse(Fault.SOURCE_TIMEOUT);
        outcome.complete(new FetchOutcome.Failed(fault));
      }
    }

    void end() {
      outcome.cancel(false);
      alarm.cancel();
      ticket.close();
    }
  }
}
