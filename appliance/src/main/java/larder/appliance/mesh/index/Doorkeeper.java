package larder.appliance.mesh.index;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
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
  private final ToldFrom told;

  /**
   * @param clock for the dates that the owner sees
   * @param nanoTime as {@link System#nanoTime}
   */
  public Doorkeeper(
      MeshStore store, ChangeFeed changes, InstantSource clock, LongSupplier nanoTime) {
    this.store = store;
    this.changes = changes;
    this.clock = clock;
    this.told = new ToldFrom(nanoTime);
  }

  @Override
  public boolean knows(DeviceId device) {
    return store.read(sql -> Devices.find(sql, device)).isPresent();
  }

  @Override
  public Decision decide(DeviceId device, Hello hello, InetSocketAddress remote) {
    try {
      return knows(device)
          ? Decision.ADMIT
          : knock(device, hello.deviceName(), remote.getAddress());
    } catch (StoreException e) {
      LOG.error("cannot tell whether {} may come in", device.shortText(), e);
      return Decision.REFUSE;
    }
  }

  private Decision knock(DeviceId device, String name, InetAddress from) {
    Knock knock = new Knock(device, Names.harmless(name, device.shortText()), clock.instant());
    Waiting waiting = store.read(sql -> waiting(sql, device));
    if (waiting.isRefused()) {
      return Decision.REFUSE;
    }
    Optional<Knock> before = waiting.of(device);
    if (before.isPresent() && !isDue(before.get())) {
      return Decision.PENDING;
    }
    if (before.isEmpty() && !told.mayTell(from, waiting.ids())) {
      return Decision.REFUSE;
    }
    boolean noted = store.write(sql -> Devices.knock(sql, knock));
    changes.mesh();
    if (noted && before.isEmpty()) {
      told.told(from, device);
    }
    return noted ? Decision.PENDING : Decision.REFUSE;
  }

  private boolean isDue(Knock before) {
    return Duration.between(before.at(), clock.instant()).abs().compareTo(NOTED_FOR) >= 0;
  }

  private static Waiting waiting(Sql sql, DeviceId device) throws SQLException {
    return new Waiting(Devices.knocks(sql), Devices.isRefused(sql, device));
  }

  /** What the list says when a stranger knocks. */
  private record Waiting(List<Knock> knocks, boolean isRefused) {

    Optional<Knock> of(DeviceId device) {
      return knocks.stream().filter(knock -> knock.id().equals(device)).findFirst();
    }

    Set<DeviceId> ids() {
      return knocks.stream().map(Knock::id).collect(Collectors.toUnmodifiableSet());
    }
  }
}
