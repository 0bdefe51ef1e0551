package larder.appliance.mesh.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/** The ways to a contact, the best first, and going them. For many threads. */
final class Roads {

  /** A device has a handful of interfaces; more is a mistake, or someone feeding discovery. */
  private static final int MOST_PLACES = 8;

  /** A device waits at one relay, or at two while it changes. */
  private static final int MOST_RELAYS = 2;

  private final AddressBook book;
  private final RelayRoad relays;
  private final Greeter greeter;
  private final Switchboard switchboard;
  private final PeerTiming timing;

  Roads(
      AddressBook book,
      RelayRoad relays,
      Greeter greeter,
      Switchboard switchboard,
      PeerTiming timing) {
    this.book = book;
    this.relays = relays;
    this.greeter = greeter;
    this.switchboard = switchboard;
    this.timing = timing;
  }

  /** A way to a device. */
  sealed interface Road {

    /** An address that is known. */
    record Direct(InetSocketAddress place) implements Road {}

    /** A name, which is looked up when it is gone: the name service may be away for long. */
    record Named(PeerAddress.Tcp place) implements Road {}

    record Relayed(PeerAddress.Relay relay) implements Road {}
  }

  /**
   * All ways to {@code contact} that are known: numbers first, then names, then relays. Does not
   * block.
   */
  List<Road> to(Contact contact) {
    SequencedSet<Road> direct = new LinkedHashSet<>();
    List<Road> heard = new ArrayList<>();
    SequencedSet<Road> named = new LinkedHashSet<>();
    SequencedSet<Road> relayed = new LinkedHashSet<>();
    for (PeerAddress address : contact.addresses()) {
      switch (address) {
        case PeerAddress.Dynamic _ -> {
          book.addressesOf(contact.device()).forEach(place -> heard.add(new Road.Direct(place)));
          book.relaysOf(contact.device()).forEach(relay -> relayed.add(new Road.Relayed(relay)));
        }
        case PeerAddress.Tcp tcp ->
            literal(tcp)
                .ifPresentOrElse(
                    place -> direct.add(new Road.Direct(place)),
                    () -> named.add(new Road.Named(tcp)));
        case PeerAddress.Relay relay -> relayed.add(new Road.Relayed(relay));
      }
    }
    direct.addAll(heard);
    direct.addAll(named);
    List<Road> roads = new ArrayList<>(direct.stream().limit(MOST_PLACES).toList());
    roads.addAll(relayed.stream().limit(MOST_RELAYS).toList());
    return roads;
  }

  /** Those ways to {@code contact} that may be better than {@code now}. Does not block. */
  List<Road> betterThan(PeerState.Reach now, Contact contact) {
    return to(contact).stream().filter(road -> bestReach(road).isBetterThan(now)).toList();
  }

  /**
   * Goes one way; blocks. If it leads to the device, that is connected when this returns.
   *
   * @return whether the device is connected
   * @throws IOException if nobody, or somebody else, is there
   */
  boolean go(Road road, Contact contact) throws IOException, InterruptedException {
    return switch (road) {
      case Road.Direct(InetSocketAddress place) -> dial(place, contact);
      case Road.Named(PeerAddress.Tcp place) -> dialNamed(place, contact);
      case Road.Relayed(PeerAddress.Relay relay) ->
          switchboard.carryAside(
              greeter.relayed(
                  relays.to(relay, contact.device()), contact.device(), Greeted.Direction.DIALLED));
    };
  }

  private boolean dialNamed(PeerAddress.Tcp named, Contact contact)
      throws IOException, InterruptedException {
    Optional<IOException> failure = Optional.empty();
    for (InetAddress address : InetAddress.getAllByName(named.host())) {
      try {
        return dial(new InetSocketAddress(address, named.port()), contact);
      } catch (IOException e) {
        failure = Optional.of(e);
      }
    }
    throw failure.orElseGet(() -> new IOException(named + " leads nowhere"));
  }

  private boolean dial(InetSocketAddress place, Contact contact)
      throws IOException, InterruptedException {
    Socket raw = new Socket();
    boolean connected = false;
    try {
      raw.connect(place, (int) timing.dial().toMillis());
      raw.setTcpNoDelay(true);
      connected = true;
    } finally {
      if (!connected) {
        Greeter.closeQuietly(raw);
      }
    }
    return switchboard.carryAside(greeter.dialled(raw, contact.device()));
  }

  private static PeerState.Reach bestReach(Road road) {
    return switch (road) {
      case Road.Direct(InetSocketAddress place) -> Reaches.of(place.getAddress());
      case Road.Named _ -> PeerState.Reach.INTERNET;
      case Road.Relayed _ -> PeerState.Reach.RELAY;
    };
  }

  private static Optional<InetSocketAddress> literal(PeerAddress.Tcp tcp) {
    boolean isNumber = tcp.host().contains(":") || tcp.host().matches("[0-9.]+");
    if (!isNumber) {
      return Optional.empty();
    }
    try {
      return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(tcp.host()), tcp.port()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
