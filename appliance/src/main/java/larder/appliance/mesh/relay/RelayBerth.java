package larder.appliance.mesh.relay;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import larder.appliance.mesh.peer.Line;
import larder.appliance.mesh.peer.PeerAddress;
import larder.appliance.mesh.tls.DeviceTls;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;
import larder.appliance.supervise.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits at one relay for devices that cannot come directly: at the first of the owner's relays that
 * takes this device, and at another one when that ends.
 */
public final class RelayBerth {

  private static final Logger LOG = LoggerFactory.getLogger(RelayBerth.class);

  /** A relay pings each minute; two that are missed in a row mean that it is gone. */
  static final Duration SILENCE = Duration.ofMinutes(2).plusSeconds(15);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
  private static final Duration MOST_RETRY = Duration.ofMinutes(5);

  /** For all steps until a relay has taken this device in, or a device is met. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Devices that are greeted at the same time; a relay that sends more is not to be trusted. */
  private static final int MOST_GUESTS = 8;

  private final List<PeerAddress.Relay> relays;
  private final DeviceTls own;
  private final Guests guests;
  private final Supervisor supervisor;
  private final Ticker ticker;
  private final Semaphore places = new Semaphore(MOST_GUESTS);
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private Optional<RelayConnection> waiting = Optional.empty();

  private volatile Optional<PeerAddress.Relay> current = Optional.empty();

  /** Who is told of a device that came; blocks until it was greeted. */
  @FunctionalInterface
  public interface Guests {
    void came(Line line, DeviceId from) throws IOException, InterruptedException;
  }

  /**
   * @param relays the owner's, the first one first
   * @param parent ends what this starts
   */
  public RelayBerth(
      List<PeerAddress.Relay> relays,
      DeviceTls own,
      Guests guests,
      Supervisor parent,
      Ticker ticker) {
    this.relays = List.copyOf(relays);
    this.own = own;
    this.guests = guests;
    this.supervisor = parent.child("relay");
    this.ticker = ticker;
  }

  /**
   * Begins to wait; returns at once.
   *
   * @param onMove called on the berth's thread when {@link #current} changed
   */
  public void start(Runnable onMove) {
    if (!relays.isEmpty()) {
      supervisor.start("waiting", Verdict.restart(), () -> run(onMove));
    }
  }

  /** The relay at which this device waits now, with its id. */
  public Optional<PeerAddress.Relay> current() {
    return current;
  }

  /**
   * Comes back if the address from which it went to the relay is no longer one of this device's.
   */
  public void moved() {
    Optional<RelayConnection> current;
    lock.lock();
    try {
      current = waiting;
    } finally {
      lock.unlock();
    }
    current.filter(connection -> !isOwn(connection.localAddress())).ifPresent(RelayBerth::close);
  }

  private static boolean isOwn(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      LOG.debug("network interfaces cannot be listed", e);
      return true;
    }
  }

  private void run(Runnable onMove) throws InterruptedException {
    Duration retry = FIRST_RETRY;
    while (true) {
      for (PeerAddress.Relay relay : relays) {
        if (waitAt(relay, onMove)) {
          retry = FIRST_RETRY;
        }
      }
      ticker.sleep(retry);
      Duration doubled = retry.multipliedBy(2);
      retry = doubled.compareTo(MOST_RETRY) < 0 ? doubled : MOST_RETRY;
    }
  }

  /**
   * @return whether the relay took this device in
   */
  private boolean waitAt(PeerAddress.Relay relay, Runnable onMove) {
    boolean joined = false;
    try (Deadline deadline = Deadline.in(PATIENCE, supervisor, ticker);
        RelayConnection connection = RelayConnection.open(relay, own, deadline)) {
      enter(connection);
      connection.send(new RelayMessage.Join(""));
      RelayConnection.requireSuccess(connection.receive(RelayConnection.PATIENCE));
      deadline.met();
      joined = true;
      LOG.info("Waits at the relay {}:{}", relay.host(), relay.port());
      current =
          Optional.of(
              new PeerAddress.Relay(relay.host(), relay.port(), Optional.of(connection.relay())));
      onMove.run();
      serve(connection);
    } catch (IOException e) {
      LOG.info(
          "Not at the relay {}:{}: {}",
          relay.host(),
          relay.port(),
          Words.harmless(String.valueOf(e.getMessage())));
    } finally {
      leave();
      if (joined) {
        current = Optional.empty();
        onMove.run();
      }
    }
    return joined;
  }

  private void serve(RelayConnection connection) throws IOException {
    while (true) {
      switch (connection.receive(SILENCE)) {
        case RelayMessage.Ping _ -> connection.send(new RelayMessage.Pong());
        case RelayMessage.Invitation invitation -> invited(connection, invitation);
        case RelayMessage.Full _ -> throw new IOException("the relay is full");
        case RelayMessage.Pong _,
            RelayMessage.Join _,
            RelayMessage.JoinSession _,
            RelayMessage.Answer _,
            RelayMessage.Connect _ ->
            throw new IOException("the relay says what it should not");
      }
    }
  }

  private void invited(RelayConnection connection, RelayMessage.Invitation invitation)
      throws IOException {
    if (!places.tryAcquire()) {
      LOG.debug("too many devices come at once; {} is not met", invitation.from());
      return;
    }
    boolean started = false;
    try {
      String name = "guest " + invitation.from().shortText();
      supervisor.start(name, Verdict.end(), () -> meet(connection, invitation));
      started = true;
    } catch (IllegalStateException e) {
      throw new IOException("this device stops", e);
    } finally {
      if (!started) {
        places.release();
      }
    }
  }

  private void meet(RelayConnection connection, RelayMessage.Invitation invitation)
      throws InterruptedException {
    try (Deadline deadline = Deadline.in(PATIENCE, supervisor, ticker)) {
      Line line = connection.join(invitation, deadline);
      deadline.met();
      guests.came(line, invitation.from());
    } catch (IOException e) {
      LOG.debug("{} did not come: {}", invitation.from(), e.toString());
    } finally {
      places.release();
    }
  }

  private void enter(RelayConnection connection) {
    lock.lock();
    try {
      waiting = Optional.of(connection);
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      waiting = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private static void close(RelayConnection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      LOG.debug("closing a relay's connection failed", e);
    }
  }
}
