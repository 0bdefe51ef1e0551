package larder.media.prefetch;

import java.time.Duration;
import java.util.Optional;
import larder.media.Fault;

/**
 * When the disk takes nothing, it is left alone for a while, longer each time. Not safe for several
 * threads: {@link Wants} guards it.
 */
final class DiskPause {

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private Optional<Refusal> last = Optional.empty();

  /** The disk took something, or what is wanted changed. */
  void end() {
    last = Optional.empty();
  }

  boolean lasts(long nowNanos) {
    return last.filter(refusal -> refusal.lasts(nowNanos)).isPresent();
  }

  /** Why the last pause began, until something is stored. */
  Optional<Fault> fault() {
    return last.map(Refusal::fault);
  }

  /** The disk took nothing. @return when to try again; empty if that is settled already */
  Optional<Duration> refused(Fault fault, long nowNanos) {
    if (lasts(nowNanos)) {
      return Optional.empty();
    }
    Duration wanted = last.map(before -> before.length().multipliedBy(2)).orElse(FIRST);
    Duration length = wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
    last = Optional.of(new Refusal(fault, nowNanos, length));
    return Optional.of(length);
  }

  private record Refusal(Fault fault, long sinceNanos, Duration length) {
    boolean lasts(long nowNanos) {
      return nowNanos - sinceNanos < length.toNanos();
    }
  }
}
