package larder.appliance.library;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.wire.DeviceId;

/**
 * Whether a title can be watched now.
 *
 * @param cachedBytes bytes that are on this box
 * @param sources connected devices that hold all of it
 * @param holders every device that holds all of it, also one that is away
 * @param readyIn when it is complete here, as far as anyone can tell
 * @param why what stands between the viewer and the title, in plain words; empty when ready
 */
public record Availability(
    State state,
    long cachedBytes,
    List<DeviceId> sources,
    List<DeviceId> holders,
    Optional<Duration> readyIn,
    Optional<String> why) {

  public Availability {
    sources = List.copyOf(sources);
    holders = List.copyOf(holders);
  }

  /** Where the bytes are. */
  public enum State {
    /** All of it is here. */
    READY,
    /** A part is here. The rest can come now if there are sources, else {@code why} says. */
    PARTIAL,
    /** Nothing is here; a connected device has it. */
    REMOTE,
    /** Nothing, or too little, is here, and nobody who has it is connected. */
    UNREACHABLE
  }
}
