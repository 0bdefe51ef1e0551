package larder.appliance.mesh.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import larder.appliance.mesh.peer.Roads.Road;
import larder.appliance.mesh.wire.DeviceId;
import org.junit.jupiter.api.Test;

class RoadsTest {

  private static final InetSocketAddress NEAR = new InetSocketAddress("192.168.1.9", 22000);
  private static final InetSocketAddress FAR = new InetSocketAddress("203.0.113.9", 22000);
  private static final PeerAddress.Relay RELAY = PeerAddress.parseRelay("relay://192.0.2.1");

  /** A name service that is away holds up names only, never what the LAN says. */
  @Test
  void roads_always_areNumbersThenNamesThenRelays() {
    assertThat(roads("relay://192.0.2.8", "tcp://pc.example", "dynamic", "tcp://192.0.2.7"))
        .containsExactly(
            new Road.Direct(new InetSocketAddress("192.0.2.7", 22000)),
            new Road.Direct(NEAR),
            new Road.Direct(FAR),
            new Road.Named(new PeerAddress.Tcp("pc.example", 22000)),
            new Road.Relayed(PeerAddress.parseRelay("relay://192.0.2.8")),
            new Road.Relayed(RELAY));
  }

  @Test
  void betterRoads_dependOnTheOneThatIsUp() {
    Roads roads = roads();
    Contact contact = contact("dynamic", "tcp://pc.example");
    assertThat(roads.betterThan(PeerState.Reach.RELAY, contact))
        .containsExactly(
            new Road.Direct(NEAR),
            new Road.Direct(FAR),
            new Road.Named(new PeerAddress.Tcp("pc.example", 22000)));
    assertThat(roads.betterThan(PeerState.Reach.INTERNET, contact))
        .containsExactly(new Road.Direct(NEAR));
    assertThat(roads.betterThan(PeerState.Reach.LAN, contact)).isEmpty();
  }

  private static List<Road> roads(String... addresses) {
    return roads().to(contact(addresses));
  }

  @SuppressWarnings("NullAway") // none of the parts is used to list roads
  private static Roads roads() {
    return new Roads(new Book(), RelayRoad.none(), null, null, PeerTiming.standard());
  }

  private static Contact contact(String... addresses) {
    return new Contact(
        DeviceId.of(new byte[DeviceId.BYTES]),
        Arrays.stream(addresses).map(PeerAddress::parse).toList());
  }

  private static final class Book implements AddressBook {

    @Override
    public List<InetSocketAddress> addressesOf(DeviceId device) {
      return List.of(NEAR, FAR);
    }

    @Override
    public List<PeerAddress.Relay> relaysOf(DeviceId device) {
      return List.of(RELAY);
    }

    @Override
    public AutoCloseable onChange(Consumer<DeviceId> listener) {
      return () -> {};
    }
  }
}
