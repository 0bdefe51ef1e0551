package larder.media.fetch;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import larder.media.Engine;
import larder.media.Manifest;
import larder.media.cache.MemoryChunkStore;
import larder.media.fake.FakeDirectory;
import larder.media.fake.ManualTimers;
import larder.media.fake.TestContent;
import larder.media.source.BlockSource;
import larder.media.source.SourceId;
import larder.media.source.UnverifiedBlock;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Requests, withdrawals, changes of sources, plans and transfers in any schedule of threads: who
 * asked is told exactly once, nothing stays in flight, and what was wanted to the end is stored.
 */
final class FetchScheduleTest {

  private static final boolean LONG = Boolean.getBoolean("larder.long");

  private static <O extends Options<O, ?>> O sized(O options) {
    return options
        .iterations(LONG ? 100 : 12)
        .invocationsPerIteration(LONG ? 2_000 : 60)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(2)
        .actorsAfter(0);
  }

  @Test
  void requests_anySchedule_areEachAnsweredOnceAndLeaveNothingBehind() {
    sized(new ModelCheckingOptions()).check(FetchCalls.class);
    if (LONG) {
      sized(new StressOptions()).check(FetchCalls.class);
    }
  }

  /** A fetcher whose threads are the callers: each step of its work is a call of its own. */
  @Param(name = "content", gen = IntGen.class, conf = "0:1")
  public static final class FetchCalls {

    /** Of one small chunk each, since each is hashed thousands of times. */
    private static final List<TestContent> CONTENTS =
        List.of(
            new TestContent(1, 16, Manifest.MIN_CHUNK_BYTES),
            new TestContent(2, 16, Manifest.MIN_CHUNK_BYTES));

    /** Room for one chunk of the queue beside one that somebody waits for. */
    private static final FetchLimits LIMITS = new FetchLimits(32, 32);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Queue<Asked> open = new ConcurrentLinkedQueue<>();
    private final Queue<Asked> all = new ConcurrentLinkedQueue<>();
    private final MemoryChunkStore store = new MemoryChunkStore(1 << 10);
    private final FakeDirectory directory = new FakeDirectory();
    private final Fetcher fetcher =
        new Fetcher(store, directory, LIMITS, new Engine(new ManualTimers(), tasks::add));

    public FetchCalls() {
      fetcher.start();
      CONTENTS.forEach(content -> directory.put(content.id(), new Honest("anna", content)));
    }

    @Operation
    public void await(@Param(name = "content") int content) {
      ask(content, Urgency.WAITING);
    }

    @Operation
    public void stock(@Param(name = "content") int content) {
      ask(content, new Urgency(Urgency.Kind.STOCK, content));
    }

    private void ask(int content, Urgency urgency) {
      Asked asked = new Asked(content);
      all.add(asked);
      ChunkRequest request = new ChunkRequest(CONTENTS.get(content).manifest(), 0, urgency);
      asked.ticket.add(fetcher.request(request, outcome -> asked.answers.incrementAndGet()));
      open.add(asked);
    }

    @Operation
    public void takeBack() {
      Asked asked = open.poll();
      if (asked != null) {
        asked.closed.incrementAndGet();
        asked.ticket.forEach(Ticket::close);
      }
    }

    @Operation
    public void changeSources() {
      TestContent content = CONTENTS.getFirst();
      directory.put(content.id(), new Honest("bert", content));
    }

    /** Does one piece of the fetcher's own work, as one of its threads would. */
    @Operation
    public void work() {
      Runnable task = tasks.poll();
      if (task != null) {
        task.run();
      }
    }

    /** All threads are done; the work that is left is done, and then nothing may be left. */
    @Validate
    public void nothingIsLeft() {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
      if (fetcher.inFlightBytes() != 0) {
        throw new IllegalStateException(fetcher.inFlightBytes() + " bytes stay in flight");
      }
      for (Asked asked : all) {
        int answers = asked.answers.get();
        boolean closed = asked.closed.get() > 0;
        if (answers > 1 || (answers == 0 && !closed)) {
          throw new IllegalStateException("told " + answers + " times, closed " + closed);
        }
        if (!closed && !store.holds(CONTENTS.get(asked.content).id(), 0)) {
          throw new IllegalStateException("wanted to the end, and not stored");
        }
      }
    }
  }

  /** One request and what came of it. */
  private static final class Asked {
    private final int content;
    private final Queue<Ticket> ticket = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    Asked(int content) {
      this.content = content;
    }
  }

  /** Answers at once with the right bytes. */
  private record Honest(SourceId id, TestContent content) implements BlockSource {

    Honest(String name, TestContent content) {
      this(new SourceId(name), content);
    }

    @Override
    public boolean has(int index) {
      return true;
    }

    @Override
    public UnverifiedBlock read(int index, Duration timeout) {
      return new UnverifiedBlock(content.chunkBytes(index));
    }
  }
}
