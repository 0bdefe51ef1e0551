package larder.media.cache;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import larder.media.ContentId;
import larder.media.Timers;
import larder.media.cache.EvictionPolicy.Part;
import larder.media.cache.EvictionPolicy.Victim;

/**
 * Makes room, one thread at a time: the gate is told, then the bytes go. By chunks where the file
 * system takes parts of a file back, else by whole contents.
 */
final class Evictor {

  /** How long nobody is asked again after nothing could go; a player asks for every chunk. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  /** Taken at once from one content: each time costs a sync of its map. */
  static final long STEP_BYTES = 16L << 20;

  private final Ledger ledger;
  private final EvictionTurn turn = new EvictionTurn();
  private final Eviction eviction;
  private final Disposal disposal;
  private final Timers timers;

  /** When nothing could go for a purpose, as nanoseconds. */
  private final Map<Purpose, Long> pausedSince = new ConcurrentHashMap<>();

  /** What goes next for each purpose; only whoever has the turn touches it. */
  private final Map<Purpose, Ranking> rankings = new EnumMap<>(Purpose.class);

  Evictor(Ledger ledger, Eviction eviction, Disposal disposal, Timers timers) {
    this.ledger = ledger;
    this.eviction = eviction;
    this.disposal = disposal;
    this.timers = timers;
  }

  /**
   * Evicts something, or waits for an eviction that runs.
   *
   * @param comer the content that needs the room; never its own victim
   * @param needBytes how much it needs; more may go, so that not every chunk has to ask
   * @return false if nothing may go
   */
  boolean makeRoom(ContentId comer, Purpose purpose, long needBytes) {
    if (isPaused(purpose)) {
      return false;
    }
    if (!turn.enter()) {
      return true;
    }
    try {
      boolean freed = evictSome(comer, purpose, Math.max(needBytes, STEP_BYTES));
      if (!freed) {
        pausedSince.put(purpose, timers.nanoTime());
      }
      return freed;
    } finally {
      turn.leave();
    }
  }

  private boolean isPaused(Purpose purpose) {
    Long since = pausedSince.get(purpose);
    return since != null && timers.nanoTime() - since < PAUSE.toNanos();
  }

  /** By what was ranked a moment ago, else by a new ranking. */
  private boolean evictSome(ContentId comer, Purpose purpose, long bytes) {
    Optional<Ranking> known =
        Optional.ofNullable(rankings.get(purpose)).filter(one -> !one.isOld(timers.nanoTime()));
    if (known.isPresent() && evictNext(known.get(), comer, bytes)) {
      return true;
    }
    Ranking fresh = rank(purpose);
    rankings.put(purpose, fresh);
    return evictNext(fresh, comer, bytes);
  }

  /** False as well if what is wanted changed, so that the ranking is no good any more. */
  private boolean evictNext(Ranking ranking, ContentId comer, long bytes) {
    Optional<Victim> next = ranking.next(comer);
    while (next.isPresent()) {
      Victim victim = next.get();
      Optional<EvictionCandidate> ranked = ranking.candidate(victim);
      if (ranked.filter(this::isWantedOtherwise).isPresent()) {
        return false;
      }
      if (ranked.isPresent() && evict(ranked.get(), victim.part(), bytes)) {
        return true;
      }
      ranking.leaveOut(victim);
      next = ranking.next(comer);
    }
    return false;
  }

  private boolean isWantedOtherwise(EvictionCandidate ranked) {
    return eviction.interest().apply(ranked.content()) != ranked.interest();
  }

  private Ranking rank(Purpose purpose) {
    List<EvictionCandidate> candidates =
        ledger.evictable().stream()
            .map(
                bare ->
                    new EvictionCandidate(
                        bare.content(),
                        bare.cachedBytes(),
                        bare.lastUse(),
                        eviction.interest().apply(bare.content())))
            .toList();
    return Ranking.of(
        candidates, eviction.policy().victims(candidates, purpose), timers.nanoTime());
  }

  private boolean evict(EvictionCandidate candidate, Part part, long bytes) {
    return switch (part) {
      case ALL -> evictAll(ledger.beginEviction(candidate));
      case MIDDLE -> evictMiddle(ledger.beginRelease(candidate, bytes));
    };
  }

  private boolean evictAll(Optional<Entry> leaving) {
    leaving.ifPresent(
        entry -> {
          eviction.gate().beforeEviction(entry.content);
          disposal.remove(entry);
        });
    return leaving.isPresent();
  }

  private boolean evictMiddle(Optional<Ledger.Leaving> leaving) {
    leaving.ifPresent(
        part -> {
          eviction.gate().beforeEviction(part.entry().content);
          disposal.release(part);
        });
    return leaving.isPresent();
  }
}
