package larder.media.fetch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import larder.media.ContentId;
import larder.media.Fault;
import larder.media.chunk.VerifiedChunk;
import larder.media.source.BlockSource;
import larder.media.source.SourceId;

/**
 * Decides which chunk is asked of which source next. Knows no threads, no clock and no I/O: time
 * and sources come in, transfers come out. Not safe for several threads: the {@link Fetcher} guards
 * it.
 */
final class Board {

  /** A source this much slower than the best one is not asked while the best one lives. */
  private static final long SLOW_FACTOR = 4;

  private static final long SLOW_GRACE_NANOS = 1_000_000_000L;

  private static final Comparator<Pull> ORDER =
      Comparator.<Pull, Urgency>comparing(pull -> pull.urgency)
          .thenComparingLong(pull -> pull.sequence);

  private final FetchLimits limits;
  private final Map<ChunkKey, Pull> pulls = new HashMap<>();
  private final TreeSet<Pull> queue = new TreeSet<>(ORDER);
  private final Map<SourceId, Lane> lanes = new HashMap<>();
  private long sequence;
  private long inFlightBytes;
  private long backgroundBytes;
  private int demandInFlight;

  Board(FetchLimits limits) {
    this.limits = limits;
  }

  /** Every pull. */
  List<Pull> all() {
    return List.copyOf(pulls.values());
  }

  /** Adds a request; gives its pull, whose chunk may have arrived already. */
  Pull ask(ChunkRequest request, Pull.Asked asked) {
    ChunkKey key = new ChunkKey(request.manifest().contentId(), request.index());
    Pull pull = pulls.get(key);
    if (pull == null) {
      pull = new Pull(request.manifest(), request.index(), request.urgency(), ++sequence);
      pulls.put(key, pull);
      queue.add(pull);
    }
    pull.asked.add(asked);
    refile(pull);
    return pull;
  }

  /** Takes a request back; a pull that nobody needs and that is not in flight is forgotten. */
  void withdraw(Pull pull, Pull.Asked asked) {
    pull.asked.remove(asked);
    if (pull.asked.isEmpty() && pull.transfers.isEmpty() && pull.arrived.isEmpty()) {
      forget(pull);
    } else {
      refile(pull);
    }
  }

  private void refile(Pull pull) {
    Urgency urgency =
        pull.asked.stream()
            .map(Pull.Asked::urgency)
            .min(Comparator.naturalOrder())
            .orElse(pull.urgency);
    if (queue.remove(pull)) {
      pull.urgency = urgency;
      queue.add(pull);
    }
  }

  private void forget(Pull pull) {
    queue.remove(pull);
    pulls.remove(new ChunkKey(pull.manifest.contentId(), pull.index), pull);
  }

  /** The contents whose sources the next plan must know. */
  Set<ContentId> wanted() {
    Set<ContentId> contents = new HashSet<>();
    queue.forEach(pull -> contents.add(pull.manifest.contentId()));
    return contents;
  }

  void sourcesChanged() {
    lanes.values().forEach(Lane::sourcesChanged);
    queue.forEach(Pull::sourcesChanged);
  }

  /** Starts what can be started now. */
  Plan plan(Map<ContentId, List<BlockSource>> sources, long now) {
    Plan plan = new Plan();
    for (Pull pull : queue) {
      if (pull.arrived.isPresent() || !mayStart(pull, now, plan)) {
        continue;
      }
      if (!pull.urgency.kind().isDemand() && (plan.contended || isBackgroundFull(pull))) {
        break;
      }
      Optional<List<BlockSource>> holders =
          Optional.ofNullable(sources.get(pull.manifest.contentId()));
      // A pull that came after the sources were looked up has its turn in the next plan.
      holders.ifPresent(known -> start(pull, known, now, plan));
    }
    return plan;
  }

  private void start(Pull pull, List<BlockSource> holders, long now, Plan plan) {
    switch (choose(pull, holders, now, plan)) {
      case Choice.From from -> {
        Transfer transfer = launch(pull, from.source(), now);
        plan.launches.add(transfer);
        if (pull.urgency.kind() == Urgency.Kind.WAITING && pull.transfers.size() == 1) {
          plan.wakeIn(transfer.hedgeLeft(now));
        }
      }
      case Choice.NoRoom _ -> pull.trouble = Optional.empty();
      case Choice.Nobody _ -> {
        if (pull.transfers.isEmpty()) {
          pull.trouble = Optional.of(troubleOf(pull, holders, now));
          if (everyoneSaysChanged(pull, holders)) {
            plan.hopeless.add(pull);
          }
        }
      }
    }
  }

  /** Whom a chunk can be asked of now. */
  private sealed interface Choice {
    record From(BlockSource source) implements Choice {}

    /** A good source has as much to do as it may; that is no trouble. */
    record NoRoom() implements Choice {}

    record Nobody() implements Choice {}
  }

  private boolean mayStart(Pull pull, long now, Plan plan) {
    boolean waiting = pull.urgency.kind() == Urgency.Kind.WAITING;
    if (pull.asked.isEmpty() || pull.transfers.size() > 1) {
      return false;
    }
    if (pull.transfers.size() == 1) {
      long left = pull.transfers.getFirst().hedgeLeft(now);
      if (waiting && left > 0) {
        plan.wakeIn(left);
      }
      return waiting && left == 0;
    }
    boolean fits = inFlightBytes + pull.lengthBytes() <= limits.inFlightBytes();
    return fits || inFlightBytes == 0 || (waiting && demandInFlight == 0);
  }

  private boolean isBackgroundFull(Pull pull) {
    return backgroundBytes > 0 && backgroundBytes + pull.lengthBytes() > limits.backgroundBytes();
  }

  /** The source that should have the chunk here first; a far slower one is left out. */
  private Choice choose(Pull pull, List<BlockSource> holders, long now, Plan plan) {
    Urgency.Kind kind = pull.urgency.kind();
    int bytes = pull.lengthBytes();
    long best = Long.MAX_VALUE;
    long bestFree = Long.MAX_VALUE;
    Optional<BlockSource> chosen = Optional.empty();
    for (BlockSource source : holders) {
      if (!isUsable(pull, source, now, plan)) {
        continue;
      }
      Lane lane = laneOf(source);
      long expected = lane.expectedNanos(bytes);
      best = Math.min(best, expected);
      if (expected < bestFree && lane.hasRoom(bytes, kind)) {
        bestFree = expected;
        chosen = Optional.of(source);
      }
    }
    boolean slow = chosen.isPresent() && bestFree > SLOW_FACTOR * best + SLOW_GRACE_NANOS;
    if (chosen.isPresent() && !slow) {
      return new Choice.From(chosen.get());
    }
    if (best == Long.MAX_VALUE) {
      return new Choice.Nobody();
    }
    plan.contended |= kind.isDemand();
    return new Choice.NoRoom();
  }

  private boolean isUsable(Pull pull, BlockSource source, long now, Plan plan) {
    if (!source.has(pull.index) || pull.isAskedFrom(source.id())) {
      return false;
    }
    boolean waiting = pull.urgency.kind() == Urgency.Kind.WAITING;
    long left = Math.max(laneOf(source).restLeft(waiting, now), pull.restLeft(source.id(), now));
    if (left > 0) {
      plan.wakeIn(left);
    }
    return left == 0;
  }

  private Transfer launch(Pull pull, BlockSource source, long now) {
    int bytes = pull.lengthBytes();
    Lane lane = laneOf(source);
    boolean demand = pull.urgency.kind().isDemand();
    long expected = lane.isMeasured() ? lane.expectedNanos(bytes) : 0;
    Transfer transfer = new Transfer(pull, source, demand, now, expected, lane.timeout(bytes));
    lane.launched(bytes, demand, now);
    pull.transfers.add(transfer);
    inFlightBytes += bytes;
    backgroundBytes += demand ? 0 : bytes;
    demandInFlight += demand ? 1 : 0;
    return transfer;
  }

  private Fault troubleOf(Pull pull, List<BlockSource> holders, long now) {
    List<BlockSource> able = holders.stream().filter(source -> source.has(pull.index)).toList();
    if (able.isEmpty()) {
      return Fault.NO_SOURCE;
    }
    if (pull.trouble.isPresent() && pull.trouble.get() != Fault.NO_SOURCE) {
      return pull.trouble.get();
    }
    return able.stream().allMatch(source -> laneOf(source).isBanned(now))
        ? Fault.WRONG_BYTES
        : laneOf(able.getFirst()).lastFault();
  }

  private static boolean everyoneSaysChanged(Pull pull, List<BlockSource> holders) {
    return !holders.isEmpty() && holders.stream().allMatch(source -> pull.saidChanged(source.id()));
  }

  private Lane laneOf(BlockSource source) {
    return lanes.computeIfAbsent(source.id(), id -> new Lane(limits.laneBytes()));
  }

  /** The source's part is over: the chunk is verified. Gives whether it is the first to arrive. */
  boolean arrived(Transfer transfer, VerifiedChunk chunk, long now) {
    Lane lane = left(transfer);
    lane.succeeded(chunk.lengthBytes(), now - transfer.launchedNanos(), now);
    boolean first = transfer.pull().arrived.isEmpty() && isFiled(transfer.pull());
    if (first) {
      transfer.pull().arrived = Optional.of(chunk);
      transfer.pull().trouble = Optional.empty();
    }
    return first;
  }

  /** The source failed; somebody else is asked, or the same one later. */
  void failed(Transfer transfer, Fault fault, long now) {
    Lane lane = left(transfer);
    switch (fault) {
      case WRONG_BYTES -> lane.sentWrongBytes(now);
      case CONTENT_CHANGED -> {}
      case NO_SOURCE,
          SOURCE_TIMEOUT,
          SOURCE_FAILED,
          DISK_FULL,
          DISK_FAILED,
          UNKNOWN_TITLE,
          CLOSING ->
          lane.failed(fault, now);
    }
    transfer.pull().refused(transfer.source().id(), fault, now);
  }

  /** Nothing was asked of the source after all. */
  void cancelled(Transfer transfer) {
    left(transfer);
  }

  private Lane left(Transfer transfer) {
    Lane lane = laneOf(transfer.source());
    lane.ended(transfer.pull().lengthBytes(), transfer.demand());
    transfer.pull().transfers.remove(transfer);
    return lane;
  }

  /** The transfer's memory is free again; a pull that nobody needs any more is forgotten. */
  void released(Transfer transfer) {
    Pull pull = transfer.pull();
    inFlightBytes -= pull.lengthBytes();
    backgroundBytes -= transfer.demand() ? 0 : pull.lengthBytes();
    demandInFlight -= transfer.demand() ? 1 : 0;
    if (pull.asked.isEmpty() && pull.transfers.isEmpty()) {
      forget(pull);
    }
  }

  /** Takes the requests that wait for the chunk itself off a pull. */
  List<Pull.Asked> takeWaiting(Pull pull) {
    List<Pull.Asked> waiting =
        pull.asked.stream()
            .filter(asked -> asked.urgency().kind() == Urgency.Kind.WAITING)
            .toList();
    pull.asked.removeAll(waiting);
    return waiting;
  }

  /** Takes the requests that only stock off a pull. */
  List<Pull.Asked> takeBackground(Pull pull) {
    List<Pull.Asked> background =
        pull.asked.stream().filter(asked -> !asked.urgency().kind().isDemand()).toList();
    pull.asked.removeAll(background);
    return background;
  }

  /** The pull is over; gives all who asked. */
  List<Pull.Asked> settle(Pull pull) {
    List<Pull.Asked> all = List.copyOf(pull.asked);
    pull.asked.clear();
    forget(pull);
    return all;
  }

  private boolean isFiled(Pull pull) {
    return pulls.get(new ChunkKey(pull.manifest.contentId(), pull.index)) == pull;
  }

  long inFlightBytes() {
    return inFlightBytes;
  }

  /** What to do now, and when to look again. */
  static final class Plan {
    final List<Transfer> launches = new ArrayList<>();
    final List<Pull> hopeless = new ArrayList<>();
    private long wakeNanos = Long.MAX_VALUE;

    /** Whether somebody who watches waits for room on a living source: stocking yields. */
    private boolean contended;

    private void wakeIn(long nanos) {
      wakeNanos = Math.min(wakeNanos, nanos);
    }

    /** Nanoseconds until time alone changes something; empty if it never does. */
    Optional<Long> wakeNanos() {
      return wakeNanos == Long.MAX_VALUE ? Optional.empty() : Optional.of(wakeNanos);
    }
  }

  private record ChunkKey(ContentId content, int index) {}
}
