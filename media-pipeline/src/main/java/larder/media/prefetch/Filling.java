package larder.media.prefetch;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import larder.media.ByteRange;
import larder.media.cache.ChunkStore;
import larder.media.fetch.ChunkRequest;
import larder.media.fetch.FetchOutcome;
import larder.media.fetch.Fetcher;
import larder.media.fetch.Ticket;
import larder.media.fetch.Urgency;
import larder.media.source.SourceDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look over what is wanted: asks for what is missing, heads, tails and indexes of all first,
 * then the queue in order. The caller sees to it that there is one look at a time.
 */
final class Filling {

  private static final Logger LOG = LoggerFactory.getLogger(Filling.class);

  private final Wants wants;
  private final ChunkStore store;
  private final Fetcher fetcher;
  private final SourceDirectory directory;
  private final IndexLocator locator;

  Filling(
      Wants wants,
      ChunkStore store,
      Fetcher fetcher,
      SourceDirectory directory,
      IndexLocator locator) {
    this.wants = wants;
    this.store = store;
    this.fetcher = fetcher;
    this.directory = directory;
    this.locator = locator;
  }

  /**
   * Asks until as much is asked for as may be.
   *
   * @param onEnd told, on any thread, when asking for a chunk ended
   */
  void run(Consumer<Ended> onEnd) {
    List<Stocking> reachable = reachable();
    boolean room = true;
    for (int rank = 0; rank < reachable.size() && room; rank++) {
      room = fillEdges(reachable.get(rank), rank, onEnd);
    }
    room &= reachable.stream().noneMatch(this::awaitsEdges);
    for (int rank = 0; rank < reachable.size() && room; rank++) {
      room = fillRest(reachable.get(rank), rank, onEnd);
    }
  }

  /** The wants that have a source, in order; none while the disk takes nothing. */
  private List<Stocking> reachable() {
    return wants.hopeful().stream()
        .filter(stocking -> !store.isComplete(stocking.content()))
        .filter(stocking -> !directory.sourcesOf(stocking.content()).isEmpty())
        .toList();
  }

  /** Whether its head, tail or index is still on the way: what else is wanted comes after that. */
  private boolean awaitsEdges(Stocking stocking) {
    boolean missing =
        IntStream.of(wants.edgesOf(stocking)).anyMatch(index -> isMissing(stocking, index));
    return missing && wants.isMoving(stocking);
  }

  private boolean fillEdges(Stocking stocking, int rank, Consumer<Ended> onEnd) {
    boolean room = true;
    boolean more = true;
    while (room && more) {
      boolean missing = false;
      for (int index : wants.edgesOf(stocking)) {
        if (room && isMissing(stocking, index)) {
          missing = true;
          room = ask(stocking, index, new Urgency(Urgency.Kind.EDGE, rank), onEnd);
        }
      }
      more = !missing && locateIndex(stocking);
    }
    return room;
  }

  private boolean fillRest(Stocking stocking, int rank, Consumer<Ended> onEnd) {
    int count = stocking.manifest.chunkCount();
    int index = nextMissing(stocking, wants.cursorOf(stocking));
    wants.moveCursor(stocking, index);
    boolean room = true;
    while (index < count && room) {
      long place = ((long) rank << Integer.SIZE) + index;
      room = ask(stocking, index, new Urgency(Urgency.Kind.STOCK, place), onEnd);
      index = nextMissing(stocking, index + 1);
    }
    return room;
  }

  /** Asks where the index is, once its surroundings are here. Gives whether to look again. */
  private boolean locateIndex(Stocking stocking) {
    return wants.wantsIndex(stocking) && wants.indexFound(stocking, indexRanges(stocking));
  }

  private List<ByteRange> indexRanges(Stocking stocking) {
    long size = stocking.manifest.sizeBytes();
    try {
      return locator.indexRanges(
          stocking.manifest,
          (position, target) ->
              position < size ? store.read(stocking.manifest, position, target) : 0);
    } catch (RuntimeException e) { // task boundary: the bytes are a stranger's
      LOG.warn(
          "Cannot tell where {} keeps its index; it is stocked in order", stocking.manifest, e);
      return List.of();
    }
  }

  private int nextMissing(Stocking stocking, int from) {
    int count = stocking.manifest.chunkCount();
    return IntStream.range(from, count)
        .filter(index -> isMissing(stocking, index))
        .findFirst()
        .orElse(count);
  }

  private boolean isMissing(Stocking stocking, int index) {
    return !store.holds(stocking.content(), index);
  }

  /**
   * Asks for a chunk unless it is on its way, and as urgently. Gives whether there is room to ask
   * for more.
   */
  private boolean ask(Stocking stocking, int index, Urgency urgency, Consumer<Ended> onEnd) {
    return switch (wants.begin(stocking, index, urgency.kind())) {
      case NO_ROOM -> false;
      case LEAVE -> true;
      case ASK -> {
        Ticket ticket =
            fetcher.request(
                new ChunkRequest(stocking.manifest, index, urgency),
                outcome -> onEnd.accept(new Ended(stocking, index, outcome)));
        if (!wants.file(stocking, index, ticket)) {
          ticket.close();
        }
        yield true;
      }
    };
  }

  /** A chunk that was asked for, and what came of it. */
  record Ended(Stocking stocking, int index, FetchOutcome outcome) {}
}
