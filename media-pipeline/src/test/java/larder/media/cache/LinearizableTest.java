package larder.media.cache;

import java.nio.file.Path;
import java.time.InstantSource;
import larder.media.Manifest;
import larder.media.fake.TestContent;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * What threads see of the cache's state is what some order of their calls would show: proved over
 * schedules that a model checker chooses, and under stress.
 */
final class LinearizableTest {

  private static final Manifest MANIFEST = TestContent.ofChunks(1, 40).manifest();
  private static final boolean LONG = Boolean.getBoolean("larder.long");

  private static <O extends Options<O, ?>> O sized(O options) {
    return options
        .iterations(LONG ? 200 : 15)
        .invocationsPerIteration(LONG ? 5_000 : 60)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1);
  }

  private static void check(Class<?> calls) {
    sized(new ModelCheckingOptions()).check(calls);
    if (LONG) {
      sized(new StressOptions()).check(calls);
    }
  }

  @Test
  void chunkMap_anySchedule_isLinearizable() {
    check(ChunkMapCalls.class);
  }

  @Test
  void leases_anySchedule_keepEvictionAwayFromReadersAndWriters() {
    check(LeaseCalls.class);
  }

  @Test
  void room_anySchedule_neverPromisesMoreThanTheBudget() {
    check(RoomCalls.class);
  }

  /** Writing, damage and eviction of chunks of one content. */
  @Param(name = "chunk", gen = IntGen.class, conf = "24:24")
  public static final class ChunkMapCalls {

    private final Room room = new Room();
    private final Chunks chunks = new Chunks(MANIFEST, room);

    @Operation
    public boolean write(@Param(name = "chunk") int chunk) {
      return chunks.markWritten(chunk, MANIFEST.hashOf(chunk));
    }

    @Operation
    public boolean damage(@Param(name = "chunk") int chunk) {
      return chunks.markDamaged(chunk);
    }

    @Operation
    public String leave() {
      return chunks.leave(1).toString();
    }

    @Operation
    public long bytes() {
      return chunks.bytes();
    }

    @Operation
    public void gone() {
      chunks.markGone();
    }
  }

  /** Readers, writers and eviction of one content. */
  public static final class LeaseCalls {

    private static final DiskFiles DISK = new DiskFiles(Path.of("."), InstantSource.system());

    private final Ledger ledger = new Ledger();
    private final Entry entry = new Entry(MANIFEST, Path.of("."), DISK, new Room());

    public LeaseCalls() {
      entry.chunks.markWritten(0, MANIFEST.hashOf(0));
      ledger.recovered(entry, 1);
    }

    @Operation
    public void pin() {
      ledger.pin(MANIFEST.contentId());
    }

    @Operation
    public boolean read() {
      return ledger.beginRead(MANIFEST.contentId(), 0).isPresent();
    }

    @Operation
    public boolean write() {
      return ledger.enterWriter(MANIFEST, () -> entry).isPresent();
    }

    @Operation
    public boolean evict() {
      return ledger.beginEviction(entry).isPresent();
    }

    @Operation
    public boolean forget() {
      return ledger.beginForget(MANIFEST.contentId()).isPresent();
    }
  }

  /** Promises of room. */
  @Param(name = "bytes", gen = IntGen.class, conf = "1:3")
  public static final class RoomCalls {

    private static final long BUDGET = 4;

    private final Room room = new Room();

    @Operation
    public Room.Answer reserve(@Param(name = "bytes") int bytes) {
      return room.reserve(bytes, BUDGET, new Room.Spare(0, Long.MAX_VALUE));
    }

    @Operation
    public boolean fits() {
      return room.usedBytes() <= BUDGET;
    }

    @Operation
    public boolean isQuiet() {
      return room.isQuiet();
    }
  }
}
