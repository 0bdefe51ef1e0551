package larder.appliance.mesh.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one contact connected: dials it while there is no link, one address after the other, and
 * waits longer after each failure. Runs on a thread of its own until interrupted.
 */
final class Dialler {

  private static final Logger LOG = LoggerFactory.getLogger(Dialler.class);

  /** A device has a handful of interfaces; more is a mistake, or someone feeding discovery. */
  private static final int MOST_ADDRESSES = 8;

  private final Contact contact;
  private final AddressBook book;
  private final Greeter greeter;
  private final Switchboard switchboard;
  private final PeerTiming timing;
  private final Backoff backoff;

  Dialler(
      Contact contact,
      AddressBook book,
      Greeter greeter,
      Switchboard switchboard,
      PeerTiming timing,
      Backoff backoff) {
    this.contact = contact;
    this.book = book;
    this.greeter = greeter;
    this.switchboard = switchboard;
    this.timing = timing;
    this.backoff = backoff;
  }

  void run() throws InterruptedException {
    while (true) {
      if (switchboard.isConnected(contact.device())) {
        contact.wake().await();
        backoff.reset();
        // Not at once: whoever hung up may be about to dial.
        contact.wake().await(backoff.next());
      } else {
        dial();
      }
    }
  }

  private void dial() throws InterruptedException {
    List<InetSocketAddress> places = places();
    if (places.isEmpty()) {
      contact.ended(new Contact.Outcome(contact.outcome().refused(), Optional.of(nowhere())));
      contact.wake().await();
      backoff.reset();
      return;
    }
    boolean lasted = false;
    for (InetSocketAddress place : places) {
      if (switchboard.isConnected(contact.device())) {
        return;
      }
      if (attempt(place)) {
        lasted = true;
        break;
      }
    }
    if (lasted) {
      backoff.reset();
    }
    if (contact.wake().await(backoff.next()) && !lasted) {
      backoff.reset();
    }
  }

  /** Dials; carries the link until it is over. @return whether it was of use */
  private boolean attempt(InetSocketAddress place) throws InterruptedException {
    Socket raw = new Socket();
    try {
      raw.connect(place, (int) timing.dial().toMillis());
      raw.setTcpNoDelay(true);
      return switchboard.carry(greeter.dialled(raw, contact.device()));
    } catch (IOException e) {
      LOG.debug("dialling {} at {} failed", contact.device().shortText(), place, e);
      String error =
          place + " does not answer: " + HarmlessText.of(String.valueOf(e.getMessage()), 200);
      contact.ended(new Contact.Outcome(false, Optional.of(error)));
      return false;
    } finally {
      Greeter.closeQuietly(raw);
    }
  }

  private String nowhere() {
    return contact.addresses().isEmpty()
        ? "it has no address; it is waited for"
        : "nobody knows where it is now";
  }

  private List<InetSocketAddress> places() {
    Set<InetSocketAddress> places = new LinkedHashSet<>();
    for (PeerAddress address : contact.addresses()) {
      switch (address) {
        case PeerAddress.Dynamic _ -> places.addAll(book.addressesOf(contact.device()));
        case PeerAddress.Tcp tcp -> places.addAll(resolved(tcp));
      }
    }
    return new ArrayList<>(places).subList(0, Math.min(places.size(), MOST_ADDRESSES));
  }

  private static List<InetSocketAddress> resolved(PeerAddress.Tcp tcp) {
    try {
      return Arrays.stream(InetAddress.getAllByName(tcp.host()))
          .map(address -> new InetSocketAddress(address, tcp.port()))
          .toList();
    } catch (UnknownHostException e) {
      // Left unresolved: dialling it fails with the words that the owner needs to see.
      return List.of(InetSocketAddress.createUnresolved(tcp.host(), tcp.port()));
    }
  }
}
