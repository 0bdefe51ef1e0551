package larder.appliance.mesh.peer;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;
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

  /**
   * Carries the connection on this thread until it is over, if it is let in; closes it in any case.
   *
   * @return whether it was of use: the device said what it shares
   */
  boolean carry(Greeted greeted) throws InterruptedException {
    try {
      return isAdmitted(greeted) && carryAdmitted(greeted);
    } finally {
      Greeter.closeQuietly(greeted.raw());
    }
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

  private boolean carryAdmitted(Greeted greeted) throws InterruptedException {
    PeerConnection link = new PeerConnection(greeted, parts, ticker);
    if (!links.enter(link)) {
      LOG.debug("{} dialled while we did; theirs or ours stays", link.device().shortText());
      return true;
    }
    try {
      String reason = link.run(threads);
      tellContact(link, reason);
    } finally {
      links.leave(link);
      wakeDialler(greeted);
    }
    return link.wasUseful();
  }

  /** Only for a link that was accepted: one that was dialled is the dialler's own. */
  private void wakeDialler(Greeted greeted) {
    if (greeted.direction() == Greeted.Direction.ACCEPTED) {
      Optional.ofNullable(contacts.get(greeted.device())).ifPresent(found -> found.wake().ring());
    }
  }

  private void tellContact(PeerConnection link, String reason) {
    boolean refused = !link.wasUseful();
    String words =
        refused
            ? "it hung up right after the greeting (" + reason + "): add this device there"
            : reason;
    Optional.ofNullable(contacts.get(link.device()))
        .ifPresent(contact -> contact.ended(new Contact.Outcome(refused, Optional.of(words))));
  }
}
