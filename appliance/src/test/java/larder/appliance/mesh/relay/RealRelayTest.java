package larder.appliance.mesh.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.peer.Line;
import larder.appliance.mesh.peer.PeerAddress;
import larder.appliance.mesh.tls.DeviceTls;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;
import larder.appliance.testing.MeetingServers;
import larder.appliance.testing.SyncthingPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both sides of a relay, with the real one between them. */
@Tag("real")
@Timeout(60)
class RealRelayTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path tmp;

  private final BlockingQueue<Guest> guests = new LinkedBlockingQueue<>();
  private final Supervisor threads = new Supervisor("test", Ticker.system(), (task, why) -> {});
  private MeetingServers servers;
  private DeviceIdentity box;
  private DeviceIdentity pc;

  private record Guest(Line line, DeviceId from) {}

  @BeforeEach
  void start() throws Exception {
    servers = MeetingServers.onLoopback(tmp);
    box = DeviceIdentity.create();
    pc = DeviceIdentity.create();
  }

  @AfterEach
  void stop() {
    threads.close();
    servers.close();
  }

  @Test
  void device_thatWaitsAtTheRelay_isReachedByBytesBothWays() throws Exception {
    PeerAddress.Relay relay = PeerAddress.parseRelay(servers.relayUrl());
    RelayBerth berth = berth(pc, relay);
    berth.start(() -> {});
    SyncthingPeer.await("place", SOON, () -> berth.current().isPresent());
    assertThat(berth.current()).contains(relay);

    Line line = dialler().to(relay, pc.id());
    Guest guest = guests.poll(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(guest).isNotNull();
    assertThat(guest.from()).isEqualTo(box.id());
    assertThat(guest.line().role()).as("one of each").isNotEqualTo(line.role());
    try (Socket here = line.socket();
        Socket there = guest.line().socket()) {
      here.getOutputStream().write("there".getBytes(StandardCharsets.UTF_8));
      assertThat(there.getInputStream().readNBytes(5)).asString().isEqualTo("there");
      there.getOutputStream().write("and back".getBytes(StandardCharsets.UTF_8));
      assertThat(here.getInputStream().readNBytes(8)).asString().isEqualTo("and back");
    }
  }

  @Test
  void device_thatIsNotAtTheRelay_isRefusedInWords() throws Exception {
    PeerAddress.Relay relay = PeerAddress.parseRelay(servers.relayUrl());
    assertThatThrownBy(() -> dialler().to(relay, pc.id()))
        .isInstanceOf(IOException.class)
        .hasMessage("the relay refuses: not found");
  }

  @Test
  void relay_withAnotherId_isNotTalkedTo() throws Exception {
    PeerAddress.Relay sound = PeerAddress.parseRelay(servers.relayUrl());
    PeerAddress.Relay other =
        new PeerAddress.Relay(sound.host(), sound.port(), Optional.of(box.id()));
    assertThatThrownBy(() -> dialler().to(other, pc.id()))
        .hasMessageContaining("another relay answers there");
  }

  @Test
  void discoveryServer_takenForARelay_isNotTalkedTo() throws Exception {
    PeerAddress.Relay wrong =
        PeerAddress.parseRelay("relay://" + servers.discoveryUrl().split("/", -1)[2]);
    assertThatThrownBy(() -> dialler().to(wrong, pc.id())).isInstanceOf(IOException.class);
  }

  private RelayDialler dialler() throws IOException {
    return new RelayDialler(DeviceTls.of(box), threads, Ticker.system());
  }

  private RelayBerth berth(DeviceIdentity who, PeerAddress.Relay relay) throws IOException {
    return new RelayBerth(
        List.of(relay),
        DeviceTls.of(who),
        (line, from) -> guests.add(new Guest(line, from)),
        threads,
        Ticker.system());
  }
}
