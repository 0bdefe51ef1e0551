package larder.media.fetch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import larder.media.ContentId;
import larder.media.Engine;
import larder.media.Errand;
import larder.media.Fault;
import larder.media.MediaException;
import larder.media.Timers;
import larder.media.cache.Admission;
import larder.media.cache.ChunkStore;
import larder.media.cache.Purpose;
import larder.media.chunk.Expected;
import larder.media.chunk.Verification;
import larder.media.chunk.VerifiedChunk;
import larder.media.chunk.Verifier;
import larder.media.source.BlockSource;
import larder.media.source.SourceDirectory;
import larder.media.source.UnverifiedBlock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings chunks from sources into the store, the most urgent first. A thread for each transfer; no
 * thread and no alarm while nothing is wanted.
 */
public final class Fetcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);

  private final ChunkStore store;
  private final SourceDirectory directory;
  private final Timers timers;
  private final Executor threads;
  private final Errand planning;
  private final Verifier verifier = new Verifier();
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Board board;

  @GuardedBy("lock")
  private final Set<Thread> running = new HashSet<>();

  @GuardedBy("lock")
  private Optional<SourceDirectory.Subscription> subscription = Optional.empty();

  @GuardedBy("lock")
  private boolean closed;

  /** When time alone changes something; owned by the planning errand. */
  private Timers.Alarm alarm = () -> {};

  /**
   * @param store where chunks go
   * @param directory where they come from
   * @param limits memory and bandwidth it may take
   * @param engine time and threads
   */
  public Fetcher(ChunkStore store, SourceDirectory directory, FetchLimits limits, Engine engine) {
    this.store = store;
    this.directory = directory;
    this.timers = engine.timers();
    this.threads = engine.threads();
    this.board = new Board(limits);
    this.planning = new Errand(engine.threads(), this::plan);
  }

  /** Begins to listen for sources that come and go. */
  public void start() {
    SourceDirectory.Subscription listening = directory.onChange(this::sourcesChanged);
    lock.lock();
    try {
      subscription = Optional.of(listening);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks for a chunk; returns at once.
   *
   * @param onOutcome called once, without a lock, on any thread, unless the ticket is closed first;
   *     short
   */
  public Ticket request(ChunkRequest request, Consumer<FetchOutcome> onOutcome) {
    Pull.Asked asked = new Pull.Asked(request.urgency(), onOutcome);
    Optional<FetchOutcome> already;
    Pull pull;
    lock.lock();
    try {
      pull = board.ask(request, asked);
      already = closed ? Optional.of(new FetchOutcome.Failed(Fault.CLOSING)) : arrived(pull, asked);
      if (already.isPresent()) {
        board.withdraw(pull, asked);
      }
    } finally {
      lock.unlock();
    }
    already.ifPresentOrElse(onOutcome, planning::nudge);
    return new OpenTicket(pull, asked);
  }

  private static Optional<FetchOutcome> arrived(Pull pull, Pull.Asked asked) {
    return asked.urgency().kind() == Urgency.Kind.WAITING
        ? pull.arrived.map(FetchOutcome.Delivered::new)
        : Optional.empty();
  }

  private void sourcesChanged() {
    lock.lock();
    try {
      board.sourcesChanged();
    } finally {
      lock.unlock();
    }
    planning.nudge();
  }

  /** Runs on the errand: one at a time. */
  private void plan() {
    alarm.cancel();
    Map<ContentId, List<BlockSource>> sources = new HashMap<>();
    for (ContentId content : wanted()) {
      sources.put(content, directory.sourcesOf(content));
    }
    List<Pull.Asked> hopeless = new ArrayList<>();
    Board.Plan plan = decide(sources, hopeless);
    hopeless.forEach(asked -> tell(asked, new FetchOutcome.Failed(Fault.CONTENT_CHANGED)));
    plan.launches.forEach(this::launch);
    plan.wakeNanos()
        .ifPresent(nanos -> alarm = timers.after(Duration.ofNanos(nanos), planning::nudge));
  }

  private Set<ContentId> wanted() {
    lock.lock();
    try {
      return closed ? Set.of() : board.wanted();
    } finally {
      lock.unlock();
    }
  }

  private Board.Plan decide(Map<ContentId, List<BlockSource>> sources, List<Pull.Asked> hopeless) {
    lock.lock();
    try {
      if (closed) {
        return new Board.Plan();
      }
      Board.Plan plan = board.plan(sources, timers.nanoTime());
      plan.hopeless.forEach(pull -> hopeless.addAll(board.settle(pull)));
      return plan;
    } finally {
      lock.unlock();
    }
  }

  private void launch(Transfer transfer) {
    try {
      threads.execute(() -> run(transfer));
    } catch (RejectedExecutionException e) {
      LOG.debug("The threads are closed; chunk {} is not asked for", transfer.pull().index);
      release(transfer);
    }
  }

  /** The life of one transfer, on its own thread. Whatever happens, its lease is released. */
  private void run(Transfer transfer) {
    Thread self = Thread.currentThread();
    if (!enter(self)) {
      release(transfer);
      return;
    }
    try {
      if (store.holds(transfer.pull().manifest.contentId(), transfer.pull().index)) {
        cancel(transfer);
        settle(transfer.pull(), new FetchOutcome.Stored());
      } else {
        admitAndFetch(transfer);
      }
    } catch (RuntimeException e) { // task boundary: one bad source must not stop the others
      LOG.error("A transfer from {} failed; another source is asked", transfer.source().id(), e);
      failed(transfer, Fault.SOURCE_FAILED);
    } finally {
      leave(self);
      release(transfer);
      planning.nudge();
    }
  }

  private void admitAndFetch(Transfer transfer) {
    Pull pull = transfer.pull();
    if (transfer.demand()) {
      fetch(transfer, () -> store.admit(pull.manifest, pull.index, Purpose.DEMAND));
      return;
    }
    switch (store.admit(pull.manifest, pull.index, Purpose.STOCK)) {
      case Admission.Denied denied -> {
        cancel(transfer);
        deny(pull, denied.fault());
      }
      case Admission.Granted granted -> {
        try {
          fetch(transfer, () -> granted);
        } finally {
          granted.close();
        }
      }
    }
  }

  private void fetch(Transfer transfer, Supplier<Admission> admission) {
    Pull pull = transfer.pull();
    try {
      UnverifiedBlock block = transfer.source().read(pull.index, transfer.timeout());
      Expected expected = store.expected(pull.manifest, pull.index);
      switch (verifier.verify(pull.manifest, pull.index, expected, block)) {
        case Verification.Accepted accepted -> {
          if (arrived(transfer, accepted.chunk())) {
            settle(pull, save(accepted.chunk(), admission.get()));
          }
        }
        case Verification.Refused refused -> {
          LOG.warn("{} sent wrong bytes: {}", transfer.source().id(), refused.reason());
          failed(transfer, Fault.WRONG_BYTES);
        }
      }
    } catch (MediaException e) {
      LOG.debug("{} did not deliver chunk {}", transfer.source().id(), pull.index, e);
      failed(transfer, e.fault());
    } catch (InterruptedException e) {
      LOG.debug("A transfer from {} was interrupted", transfer.source().id());
      cancel(transfer);
    }
  }

  /** Tells those who wait, before anything touches the disk. */
  private boolean arrived(Transfer transfer, VerifiedChunk chunk) {
    List<Pull.Asked> waiting = List.of();
    boolean first;
    lock.lock();
    try {
      first = board.arrived(transfer, chunk, timers.nanoTime());
      if (first) {
        waiting = board.takeWaiting(transfer.pull());
      }
    } finally {
      lock.unlock();
    }
    waiting.forEach(asked -> tell(asked, new FetchOutcome.Delivered(chunk)));
    return first;
  }

  private static FetchOutcome save(VerifiedChunk chunk, Admission admission) {
    return switch (admission) {
      case Admission.Denied denied -> new FetchOutcome.Unsaved(chunk, denied.fault());
      case Admission.Granted granted -> {
        try (granted) {
          granted.write(chunk);
          yield new FetchOutcome.Stored();
        } catch (MediaException e) {
          LOG.debug("The store did not take {}", chunk, e);
          yield new FetchOutcome.Unsaved(chunk, e.fault());
        }
      }
    };
  }

  private void settle(Pull pull, FetchOutcome outcome) {
    List<Pull.Asked> all;
    lock.lock();
    try {
      all = board.settle(pull);
    } finally {
      lock.unlock();
    }
    all.forEach(asked -> tell(asked, outcome));
  }

  /** No room to stock: those who watch are served all the same, by the next plan. */
  private void deny(Pull pull, Fault fault) {
    List<Pull.Asked> denied;
    lock.lock();
    try {
      denied = board.takeBackground(pull);
    } finally {
      lock.unlock();
    }
    denied.forEach(asked -> tell(asked, new FetchOutcome.Failed(fault)));
  }

  private void failed(Transfer transfer, Fault fault) {
    lock.lock();
    try {
      if (transfer.pull().transfers.contains(transfer)) {
        board.failed(transfer, fault, timers.nanoTime());
      }
    } finally {
      lock.unlock();
    }
  }

  private void cancel(Transfer transfer) {
    lock.lock();
    try {
      board.cancelled(transfer);
    } finally {
      lock.unlock();
    }
  }

  private void release(Transfer transfer) {
    lock.lock();
    try {
      if (transfer.pull().transfers.contains(transfer)) {
        board.cancelled(transfer);
      }
      board.released(transfer);
    } finally {
      lock.unlock();
    }
  }

  private boolean enter(Thread thread) {
    lock.lock();
    try {
      return !closed && running.add(thread);
    } finally {
      lock.unlock();
    }
  }

  private void leave(Thread thread) {
    lock.lock();
    try {
      running.remove(thread);
    } finally {
      lock.unlock();
    }
  }

  private static void tell(Pull.Asked asked, FetchOutcome outcome) {
    try {
      asked.onOutcome().accept(outcome);
    } catch (RuntimeException e) { // task boundary: one bad listener must not starve the others
      LOG.error("A listener failed; the others are told", e);
    }
  }

  /** Bytes asked for, arriving or being written. */
  public long inFlightBytes() {
    lock.lock();
    try {
      return board.inFlightBytes();
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts the transfers; what waits gets {@code CLOSING}. Idempotent. */
  @Override
  public void close() {
    List<Pull.Asked> left = new ArrayList<>();
    List<Thread> threadsLeft;
    Optional<SourceDirectory.Subscription> listening;
    lock.lock();
    try {
      closed = true;
      listening = subscription;
      subscription = Optional.empty();
      threadsLeft = List.copyOf(running);
      board.all().forEach(pull -> left.addAll(board.settle(pull)));
    } finally {
      lock.unlock();
    }
    listening.ifPresent(SourceDirectory.Subscription::close);
    threadsLeft.forEach(Thread::interrupt);
    left.forEach(asked -> tell(asked, new FetchOutcome.Failed(Fault.CLOSING)));
    planning.nudge();
  }

  /** One request. */
  private final class OpenTicket implements Ticket {

    private final Pull pull;
    private final Pull.Asked asked;

    OpenTicket(Pull pull, Pull.Asked asked) {
      this.pull = pull;
      this.asked = asked;
    }

    @Override
    public Optional<Fault> trouble() {
      lock.lock();
      try {
        return pull.trouble;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public boolean isArriving() {
      lock.lock();
      try {
        long now = timers.nanoTime();
        return pull.transfers.stream().anyMatch(transfer -> transfer.isOnTime(now));
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        board.withdraw(pull, asked);
      } finally {
        lock.unlock();
      }
      planning.nudge();
    }
  }
}
