package larder.appliance.mesh;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.wire.DeviceId;

/**
 * A device as the owner sees it.
 *
 * @param name its name, harmless to show: printable, at most 64 characters
 * @param via how it is reached; present when connected
 * @param folders the folders it shares with this device
 * @param lastSeen when it was last connected, or knocked
 * @param note what the owner should know or do about it, in words
 */
public record DeviceView(
    DeviceId id,
    String name,
    Kind kind,
    State state,
    Optional<Via> via,
    List<FolderId> folders,
    Optional<Instant> lastSeen,
    Optional<String> note) {

  public DeviceView {
    folders = List.copyOf(folders);
  }

  /** A device of which there is nothing to be said. */
  public DeviceView(
      DeviceId id,
      String name,
      Kind kind,
      State state,
      Optional<Via> via,
      List<FolderId> folders,
      Optional<Instant> lastSeen) {
    this(id, name, kind, state, via, folders, lastSeen, Optional.empty());
  }

  /** What sort of device it is; a device that says nothing about itself is a PC. */
  public enum Kind {
    PC,
    BOX
  }

  /** Where the device stands. */
  public enum State {
    CONNECTED,
    AWAY,
    /** It knocked; the owner has not decided. */
    PENDING,
    /** The owner turned it away; or it is known and its own user has not let us in. */
    REFUSED
  }

  /** How a device is reached. */
  public enum Via {
    LAN,
    INTERNET,
    RELAY
  }
}
