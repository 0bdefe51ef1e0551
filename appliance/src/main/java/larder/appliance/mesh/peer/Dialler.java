package larder.appliance.mesh.peer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.peer.Roads.Road;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one contact connected: dials it while there is no link, one way after the other, and waits
 * longer after each failure. While the link goes over the Internet or a relay, it looks for a
 * better way. Runs on a thread of its own until interrupted.
 */
final class Dialler {

  private static final Logger LOG = LoggerFactory.getLogger(Dialler.class);

  /**
   * A connection that ends sooner was no success: whoever dials again at once may do so forever.
   */
  private static final Duration LASTING = Duration.ofSeconds(10);

  private final Contact contact;
  private final Roads roads;
  private final Switchboard switchboard;
  private final PeerTiming timing;
  private final Backoff backoff;

  Dialler(
      Contact contact, Roads roads, Switchboard switchboard, PeerTiming timing, Backoff backoff) {
    this.contact = contact;
    this.roads = roads;
    this.switchboard = switchboard;
    this.timing = timing;
    this.backoff = backoff;
  }

  void run() throws InterruptedException {
    while (true) {
      if (switchboard.isConnected(contact.device()) || dial()) {
        stay();
      }
    }
  }

  /** Waits while there is a link, and for a better one; then until it is time to dial again. */
  private void stay() throws InterruptedException {
    Optional<PeerState.Reach> reach = switchboard.reachOf(contact.device());
    while (reach.isPresent()) {
      if (reach.get() == PeerState.Reach.LAN) {
        contact.wake().await();
      } else {
        contact.wake().await(timing.mostRetry().dividedBy(2));
        improve(reach.get());
      }
      reach = switchboard.reachOf(contact.device());
    }
    if (contact.outcome().life().compareTo(LASTING) >= 0) {
      backoff.resetBriskly();
    }
    // Not at once: whoever hung up may be about to dial.
    contact.wake().await(backoff.next());
  }

  private void improve(PeerState.Reach reach) throws InterruptedException {
    for (Road road : roads.betterThan(reach, contact)) {
      try {
        if (!switchboard.isConnected(contact.device()) || roads.go(road, contact)) {
          return;
        }
      } catch (IOException e) {
        LOG.debug("{} is not reached at {} yet", contact.device().shortText(), road, e);
      }
    }
  }

  /** Goes all ways; waits if none leads there. @return whether the device is connected */
  private boolean dial() throws InterruptedException {
    List<Road> known = roads.to(contact);
    if (known.isEmpty()) {
      contact.ended(
          new Contact.Outcome(contact.outcome().refused(), Optional.of(nowhere()), Duration.ZERO));
      contact.wake().await();
      backoff.reset();
      return false;
    }
    for (Road road : known) {
      if (switchboard.isConnected(contact.device()) || attempt(road)) {
        return true;
      }
    }
    if (contact.wake().await(backoff.next())) {
      backoff.reset();
    }
    return false;
  }

  /** Goes one way. @return whether the device is connected */
  private boolean attempt(Road road) throws InterruptedException {
    try {
      return roads.go(road, contact);
    } catch (IOException e) {
      LOG.debug("dialling {} at {} failed", contact.device().shortText(), road, e);
      String error =
          words(road) + " does not answer: " + HarmlessText.of(String.valueOf(e.getMessage()), 200);
      contact.ended(new Contact.Outcome(false, Optional.of(error), Duration.ZERO));
      return false;
    }
  }

  private static String words(Road road) {
    return switch (road) {
      case Road.Direct direct -> direct.place().toString();
      case Road.Named named -> named.place().toString();
      case Road.Relayed relayed -> relayed.relay().host() + ", a relay,";
    };
  }

  private String nowhere() {
    return contact.addresses().isEmpty()
        ? "it has no address; it is waited for"
        : "nobody knows where it is now";
  }
}
