package larder.media.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import larder.media.Fault;
import larder.media.Timers;

/**
 * Whether the disk took the last bytes. After a failure nothing is written for a while: playback
 * goes through memory, and a failed disk is not hammered.
 */
final class DiskHealth {

  /** Short, so that freed space is used soon; long enough to cost nothing. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  private final Timers timers;
  private volatile Optional<Trouble> last = Optional.empty();

  DiskHealth(Timers timers) {
    this.timers = timers;
  }

  /** Notes a failed write or sync. */
  Fault failed(IOException cause) {
    Fault fault = faultOf(cause);
    last = Optional.of(new Trouble(fault, timers.nanoTime()));
    return fault;
  }

  /** The fault of a failure that is not long ago. */
  Optional<Fault> trouble() {
    return last.filter(trouble -> timers.nanoTime() - trouble.sinceNanos() < PAUSE.toNanos())
        .map(Trouble::fault);
  }

  private static Fault faultOf(IOException cause) {
    return isFull(cause) ? Fault.DISK_FULL : Fault.DISK_FAILED;
  }

  /** The JDK tells full disks apart by the system's English message only. */
  static boolean isFull(IOException cause) {
    String message = String.valueOf(cause.getMessage());
    return message.contains("No space left")
        || message.contains("quota exceeded")
        || message.contains("File too large");
  }

  private record Trouble(Fault fault, long sinceNanos) {}
}
