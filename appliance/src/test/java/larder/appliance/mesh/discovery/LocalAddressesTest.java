package larder.appliance.mesh.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalAddressesTest {

  private static InetSocketAddress socket(String host) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), 22000);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, tcp://0.0.0.0:22000",
    "::, tcp://0.0.0.0:22000",
    "192.0.2.4, tcp://192.0.2.4:22000",
    "2001:db8::4, tcp://[2001:db8:0:0:0:0:0:4]:22000",
  })
  void announced_boundTo_isReachable(String bound, String url) {
    assertThat(LocalDiscovery.announced(socket(bound))).containsExactly(url);
  }

  @Test
  void announced_loopback_isNothing() {
    assertThat(LocalDiscovery.announced(socket("127.0.0.1"))).isEmpty();
    assertThat(LocalDiscovery.announced(socket("::1"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Living room, larder-living-room",
    "Larder, larder",
    "'Ünï   (x)', larder-n-x",
    "'!!!', larder",
  })
  void hostName_anyName_isALabel(String name, String host) {
    assertThat(service(name, "0.0.0.0").hostName()).isEqualTo(host);
  }

  @Test
  void mdns_loopbackOnly_isServedNowhereElse() {
    assertThat(service("x", "127.0.0.1").isServedAt(InetAddress.ofLiteral("192.0.2.4"))).isFalse();
    assertThat(service("x", "0.0.0.0").isServedAt(InetAddress.ofLiteral("192.0.2.4"))).isTrue();
  }

  private static MdnsService service(String name, String host) {
    return new MdnsService(name, socket(host), AnnouncementCodecTest.device(1), "0.1");
  }
}
