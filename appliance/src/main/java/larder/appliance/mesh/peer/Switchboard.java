package larder.appliance.mesh.peer;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;
import larder.appliance.supervise.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes greeted connections, asks whether they are let in, and carries those that are. */
final class Switchboard {

  private static final Logger LOG = LoggerFactory.getLogger(Switchboard.class);

  private final Links links;
  private final Admission admission;
  private final LinkParts parts;
  private final Supervisor threads;
  private final Ticker ticker;
  private final Map<DeviceId, Contact> contacts = new ConcurrentHashMap<>();

  Switchboard(
      Links links, Admission admission, LinkParts parts, Supervisor threads, Ticker ticker) {
    this.links = links;
    this.admission = admission;
    this.parts = parts;
    this.threads = threads;
    this.ticker = ticker;
  }

  Map<DeviceId, Contact> contacts() {
    return contacts;
  }

  boolean isConnected(DeviceId device) {
    return links.has(device);
  }

  /** How {@code device} is reached now, if it is connected. */
  Optional<PeerState.Reach> reachOf(DeviceId device) {
    return links.of(device).map(up -> up.link().greeted().reach());
  }

  /** Carries the connection on this thread until it is over, if it is let in; closes it. */
  void carry(Greeted greeted) throws InterruptedException {
    try {
      Optional<PeerConnection> link = entered(greeted);
      if (link.isPresent()) {
        carry(link.get());
      }
    } finally {
      Greeter.closeQuietly(greeted.raw());
    }
  }

  /**
   * Like {@link #carry}, on a thread of its own; returns when the device counts as connected or the
   * connection is closed.
   *
   * @return whether the device is connected now
   */
  boolean carryAside(Greeted greeted) throws InterruptedException {
    boolean carried = false;
    try {
      Optional<PeerConnection> link = entered(greeted);
      if (link.isPresent()) {
        carried = start(link.get());
      }
    } finally {
      if (!carried) {
        Greeter.closeQuietly(greeted.raw());
      }
    }
    return carried || links.has(greeted.device());
  }

  private boolean start(PeerConnection link) {
    try {
      threads.start("carried " + link.device().shortText(), Verdict.end(), () -> carry(link));
      return true;
    } catch (IllegalStateException e) {
      LOG.debug("{} is connected while this device stops", link.device().shortText(), e);
      links.leave(link);
      return false;
    }
  }

  private Optional<PeerConnection> entered(Greeted greeted) throws InterruptedException {
    if (!isAdmitted(greeted)) {
      return Optional.empty();
    }
    PeerConnection link = new PeerConnection(greeted, parts, ticker);
    if (!links.enter(link)) {
      LOG.debug("{} at {} gives way to its other connection", greeted.device(), greeted.remote());
      return Optional.empty();
    }
    return Optional.of(link);
  }

  private boolean isAdmitted(Greeted greeted) {
    Admission.Decision decision =
        admission.decide(greeted.device(), greeted.hello(), greeted.remote());
    return switch (decision) {
      case ADMIT -> true;
      case PENDING -> dropped(greeted, "waits for the owner's word");
      case REFUSE -> dropped(greeted, "is not let in");
    };
  }

  private static boolean dropped(Greeted greeted, String why) {
    LOG.debug("{} at {} {}", greeted.device(), greeted.remote(), why);
    return false;
  }

  private void carry(PeerConnection link) throws InterruptedException {
    Duration began = ticker.now();
    String reason = "this device stops";
    try {
      reason = link.run(threads);
    } finally {
      links.leave(link);
      tellContact(link, reason, ticker.now().minus(began));
      Optional.ofNullable(contacts.get(link.device())).ifPresent(found -> found.wake().ring());
    }
  }

  private void tellContact(PeerConnection link, String reason, Duration life) {
    boolean refused = !link.wasUseful();
    String words =
        refused
            ? "it hung up right after the greeting (" + reason + "): add this device there"
            : reason;
    Optional.ofNullable(contacts.get(link.device()))
        .ifPresent(
            contact -> contact.ended(new Contact.Outcome(refused, Optional.of(words), life)));
  }
}
