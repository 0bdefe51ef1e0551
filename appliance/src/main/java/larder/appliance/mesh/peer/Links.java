package larder.appliance.mesh.peer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import larder.appliance.mesh.peer.Greeted.Direction;
import larder.appliance.mesh.peer.Greeted.Path;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.supervise.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links that are up: one for each device.
 *
 * <p>When a second one to the same device comes up, the newer stays, since the device would not
 * have made it if the older worked. Except right after the older began: then both sides dialled at
 * once, and must not each drop the other's; the one that the device with the lower id dialled
 * stays, and a direct one rather than one over a relay. And except when two devices have one id:
 * they would take turns for ever.
 */
final class Links {

  private static final Logger LOG = LoggerFactory.getLogger(Links.class);

  /** Longer than any handshake of two devices that dial each other at the same moment. */
  private static final Duration RACE = Duration.ofSeconds(5);

  /** For a replaced link's handler to have its last call before the new link's first. */
  private static final Duration HANDOVER = Duration.ofSeconds(30);

  private final DeviceId self;
  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<DeviceId, Up> up = new HashMap<>();

  @GuardedBy("lock")
  private boolean closed;

  @GuardedBy("lock")
  private final Twins twins = new Twins();

  /** A link, and when it came up on the monotonic and on the wall clock. */
  record Up(PeerConnection link, Duration began, Instant since) {}

  Links(DeviceId self, Ticker ticker) {
    this.self = self;
    this.ticker = ticker;
  }

  /**
   * Makes {@code link} its device's only one; waits until one that it replaces is over.
   *
   * @return false if it must give way; then it is not to be used
   */
  boolean enter(PeerConnection link) throws InterruptedException {
    Optional<Up> older;
    lock.lock();
    try {
      older = Optional.ofNullable(up.get(link.device()));
      if (closed || (older.isPresent() && !replaces(link, older.get()))) {
        return false;
      }
      up.put(link.device(), new Up(link, ticker.now(), Instant.now()));
    } finally {
      lock.unlock();
    }
    if (older.isPresent()) {
      replace(older.get().link(), link);
    }
    return true;
  }

  /** Forgets {@code link}, if it is still its device's. */
  void leave(PeerConnection link) {
    lock.lock();
    try {
      up.computeIfPresent(link.device(), (_, current) -> current.link() == link ? null : current);
    } finally {
      lock.unlock();
    }
  }

  Optional<Up> of(DeviceId device) {
    lock.lock();
    try {
      return Optional.ofNullable(up.get(device));
    } finally {
      lock.unlock();
    }
  }

  boolean has(DeviceId device) {
    return of(device).isPresent();
  }

  List<PeerConnection> all() {
    lock.lock();
    try {
      return up.values().stream().map(Up::link).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Lets no more links in. @return those that are up */
  List<PeerConnection> close() {
    lock.lock();
    try {
      closed = true;
      List<PeerConnection> links = new ArrayList<>();
      up.values().forEach(entry -> links.add(entry.link()));
      return links;
    } finally {
      lock.unlock();
    }
  }

  /** Whether two devices with that id take turns to connect. */
  boolean areTwins(DeviceId device) {
    lock.lock();
    try {
      return twins.areHere(device, ticker.now());
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean replaces(PeerConnection newer, Up older) {
    boolean wasRelayed = older.link().greeted().path() == Path.RELAYED;
    boolean isRelayed = newer.greeted().path() == Path.RELAYED;
    if (wasRelayed && !isRelayed) {
      return true; // a better way, and no sign of anything else
    }
    boolean race = ticker.now().minus(older.began()).compareTo(RACE) < 0;
    boolean bothWays = older.link().greeted().direction() != newer.greeted().direction();
    if (race && (wasRelayed != isRelayed || (bothWays && isPreferred(older.link())))) {
      return false;
    }
    if (!older.link().isInUse()) {
      return true;
    }
    return switch (twins.another(newer.device(), ticker.now())) {
      case REPLACES -> true;
      case GIVES_WAY -> false;
      case REPLACES_AND_RESTS -> {
        LOG.warn(
            "Two devices have the id {}: one at {}, one at {}. Give one of them a new identity.",
            newer.device(),
            newer.greeted().remote(),
            older.link().greeted().remote());
        yield true;
      }
    };
  }

  private boolean isPreferred(PeerConnection link) {
    boolean weDialled = link.greeted().direction() == Direction.DIALLED;
    return weDialled == (self.compareTo(link.device()) < 0);
  }

  private static void replace(PeerConnection older, PeerConnection newer)
      throws InterruptedException {
    LOG.info(
        "{} connected again from {}; its connection from {} is dropped",
        newer.device().shortText(),
        newer.greeted().remote(),
        older.greeted().remote());
    older.abort("replaced by a newer connection");
    if (!older.awaitOver(HANDOVER)) {
      LOG.warn("the handler of {}'s old connection hangs", newer.device().shortText());
    }
  }
}
