package larder.appliance.mesh.index;

import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import larder.appliance.mesh.index.Devices.Knock;
import larder.appliance.mesh.peer.Admission;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Hello;
import larder.appliance.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in the devices that the owner let in. Everyone else gets nothing: a few are put on a list
 * that the owner is shown, the rest is turned away.
 */
public final class Doorkeeper implements Admission {

  private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);

  /** A device that keeps knocking is not written down each time. */
  private static final Duration NOTED_FOR = Duration.ofMinutes(1);

  private final MeshStore store;
  private final ChangeFeed changes;
  private final InstantSource clock;

  public Doorkeeper(MeshStore store, ChangeFeed changes, InstantSource clock) {
    this.store = store;
    this.changes = changes;
    this.clock = clock;
  }

  @Override
  public boolean knows(DeviceId device) {
    return store.read(sql -> Devices.find(sql, device)).isPresent();
  }

  @Override
  public Decision decide(DeviceId device, Hello hello, InetSocketAddress remote) {
    try {
      return knows(device) ? Decision.ADMIT : knock(device, hello.deviceName());
    } catch (StoreException e) {
      LOG.error("cannot tell whether {} may come in", device.shortText(), e);
      return Decision.REFUSE;
    }
  }

  private Decision knock(DeviceId device, String name) {
    Knock knock = new Knock(device, Names.harmless(name, device.shortText()), clock.instant());
    Note note = store.read(sql -> note(sql, knock));
    return switch (note) {
      case FRESH -> Decision.PENDING;
      case FULL -> Decision.REFUSE;
      case DUE -> {
        boolean noted = store.write(sql -> Devices.knock(sql, knock));
        changes.mesh();
        yield noted ? Decision.PENDING : Decision.REFUSE;
      }
    };
  }

  private static Note note(Sql sql, Knock knock) throws SQLException {
    List<Knock> waiting = Devices.knocks(sql);
    Instant stale = knock.at().minus(NOTED_FOR);
    for (Knock known : waiting) {
      if (known.id().equals(knock.id())) {
        return known.at().isAfter(stale) && known.name().equals(knock.name())
            ? Note.FRESH
            : Note.DUE;
      }
    }
    return waiting.size() < Devices.MAX_KNOCKS ? Note.DUE : Note.FULL;
  }

  /** What the list says about a device that knocks. */
  private enum Note {
    /** It is on the list already. */
    FRESH,
    /** It is to be written down. */
    DUE,
    /** The list is full of others. */
    FULL
  }
}
