package larder.media.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import larder.media.ContentId;
import larder.media.Timers;

/**
 * Makes room by whole contents, one after the other and one thread at a time: the gate is told,
 * then the bytes go. Whole contents, since Java cannot punch holes into files.
 */
final class Evictor {

  /** How long nobody is asked again after nothing could go; a player asks for every chunk. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  private final Ledger ledger;
  private final EvictionTurn turn = new EvictionTurn();
  private final Eviction eviction;
  private final Consumer<Entry> remove;
  private final Timers timers;

  /** When nothing could go for a purpose, as nanoseconds. */
  private final Map<Purpose, Long> pausedSince = new ConcurrentHashMap<>();

  Evictor(Ledger ledger, Eviction eviction, Consumer<Entry> remove, Timers timers) {
    this.ledger = ledger;
    this.eviction = eviction;
    this.remove = remove;
    this.timers = timers;
  }

  /**
   * Evicts one content, or waits for an eviction that runs.
   *
   * @param comer the content that needs the room; never its own victim
   * @return false if nothing may go
   */
  boolean makeRoom(ContentId comer, Purpose purpose) {
    if (isPaused(purpose)) {
      return false;
    }
    if (!turn.enter()) {
      return true;
    }
    try {
      boolean freed = evictOne(comer, purpose);
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

  private boolean evictOne(ContentId comer, Purpose purpose) {
    List<EvictionCandidate> candidates =
        ledger.evictable().stream()
            .filter(bare -> !bare.content().equals(comer))
            .map(
                bare ->
                    new EvictionCandidate(
                        bare.content(),
                        bare.cachedBytes(),
                        bare.lastUse(),
                        eviction.interest().apply(bare.content())))
            .toList();
    for (ContentId victim : eviction.policy().victims(candidates, purpose)) {
      Optional<Entry> leaving = ledger.beginEviction(victim);
      if (leaving.isPresent()) {
        eviction.gate().beforeEviction(victim);
        remove.accept(leaving.get());
        return true;
      }
    }
    return false;
  }
}
