package larder.appliance.mesh.discovery.global;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import larder.appliance.mesh.discovery.global.ServerTalk.Said;
import larder.appliance.mesh.identity.DeviceIdentity;
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

/** With the real discovery server, which notes no loopback address: so others are announced. */
@Tag("real")
@Timeout(60)
class RealDiscoveryServerTest {

  private static final String RELAY = "relay://192.0.2.9:22067";

  @TempDir Path tmp;

  private final Supervisor threads = new Supervisor("test", Ticker.system(), (task, why) -> {});
  private MeetingServers servers;
  private DeviceIdentity box;
  private DeviceIdentity pc;

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
  void device_thatAnnouncesItself_isFoundByAnother() throws Exception {
    GlobalDiscovery there = discovery(pc, List.of("tcp://192.0.2.7:22000", RELAY));
    there.start();
    awaitNoted();
    GlobalDiscovery here = discovery(box, List.of());
    BlockingQueue<DeviceId> news = new LinkedBlockingQueue<>();
    AutoCloseable listening = here.onChange(news::add);
    here.start();
    assertThat(here.addressesOf(pc.id())).as("nothing is known yet").isEmpty();
    assertThat(news.poll(20, TimeUnit.SECONDS)).isEqualTo(pc.id());
    assertThat(here.addressesOf(pc.id()))
        .containsExactly(new InetSocketAddress("192.0.2.7", 22000));
    assertThat(here.relaysOf(pc.id())).containsExactly(PeerAddress.parseRelay(RELAY));
    listening.close();
  }

  @Test
  void server_asked_saysWhenToComeAgain() throws Exception {
    ServerTalk talk = talk(servers.discoveryUrl(), box);
    assertThat(talk.announce(List.of("tcp://192.0.2.7:22000")))
        .isInstanceOfSatisfying(
            Said.Noted.class,
            noted ->
                assertThat(noted.again()).isBetween(Duration.ofMinutes(5), Duration.ofHours(3)));
    assertThat(talk.lookUp(pc.id()))
        .isInstanceOfSatisfying(
            Said.Refused.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(404);
              assertThat(refused.retryAfterSeconds()).isPresent();
            });
  }

  @Test
  void server_withAnotherId_isNotTalkedTo() throws Exception {
    String url = servers.discoveryUrl().replaceFirst("id=.*", "id=" + box.id());
    assertThatThrownBy(() -> talk(url, box).announce(List.of("tcp://192.0.2.7:22000")))
        .isInstanceOf(IOException.class)
        .hasStackTraceContaining("not " + box.id());
  }

  @Test
  void server_thatNoAuthorityKnows_isNotTalkedTo() throws Exception {
    String url = servers.discoveryUrl().replaceFirst("\\?id=.*", "");
    assertThatThrownBy(() -> talk(url, box).lookUp(pc.id())).isInstanceOf(IOException.class);
  }

  private void awaitNoted() throws Exception {
    ServerTalk talk = talk(servers.discoveryUrl(), box);
    SyncthingPeer.await("announcement", Duration.ofSeconds(20), () -> isFound(talk));
  }

  private boolean isFound(ServerTalk talk) {
    try {
      return talk.lookUp(pc.id()) instanceof Said.Found;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ServerTalk talk(String url, DeviceIdentity who) throws IOException {
    return new ServerTalk(DiscoveryServer.parse(url), DeviceTls.of(who));
  }

  private GlobalDiscovery discovery(DeviceIdentity who, List<String> addresses) throws Exception {
    return new GlobalDiscovery(
        DeviceTls.of(who),
        List.of(DiscoveryServer.parse(servers.discoveryUrl())),
        () -> addresses,
        device -> false,
        threads);
  }
}
