package larder.media.fetch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import larder.media.Fault;
import larder.media.Manifest;
import larder.media.chunk.VerifiedChunk;
import larder.media.source.SourceId;

/**
 * One chunk that is wanted, by whomever: it is in flight once, or twice for a reader that waits.
 * Not safe for several threads: the {@link Board} owns it.
 */
final class Pull {

  private static final Duration FIRST_REST = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 5;

  final Manifest manifest;
  final int index;
  final long sequence;
  final List<Asked> asked = new ArrayList<>();
  final List<Transfer> transfers = new ArrayList<>();
  private final Map<SourceId, Refusal> refusals = new HashMap<>();

  /** As it is filed in the board's queue. */
  Urgency urgency;

  Optional<VerifiedChunk> arrived = Optional.empty();
  Optional<Fault> trouble = Optional.empty();

  Pull(Manifest manifest, int index, Urgency urgency, long sequence) {
    this.manifest = manifest;
    this.index = index;
    this.urgency = urgency;
    this.sequence = sequence;
  }

  int lengthBytes() {
    return manifest.lengthOf(index);
  }

  boolean isAskedFrom(SourceId source) {
    return transfers.stream().anyMatch(transfer -> transfer.source().id().equals(source));
  }

  void refused(SourceId source, Fault fault, long now) {
    Refusal earlier = refusals.get(source);
    int times = earlier == null ? 1 : earlier.times() + 1;
    refusals.put(source, new Refusal(fault, times, now));
    trouble = Optional.of(fault);
  }

  /** Sources came or went: who refused may be asked again at once. */
  void sourcesChanged() {
    refusals.clear();
  }

  boolean saidChanged(SourceId source) {
    Refusal refusal = refusals.get(source);
    return refusal != null && refusal.fault() == Fault.CONTENT_CHANGED;
  }

  /** Nanoseconds until {@code source} may be asked again; 0 for now. */
  long restLeft(SourceId source, long now) {
    Refusal refusal = refusals.get(source);
    if (refusal == null) {
      return 0;
    }
    long rest = FIRST_REST.toNanos() << Math.min(refusal.times() - 1, MOST_DOUBLINGS);
    return Math.max(0, rest - (now - refusal.sinceNanos()));
  }

  /** Who asked for the chunk. */
  record Asked(Urgency urgency, Consumer<FetchOutcome> onOutcome) {}

  private record Refusal(Fault fault, int times, long sinceNanos) {}
}
