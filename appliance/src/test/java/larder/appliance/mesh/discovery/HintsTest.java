package larder.appliance.mesh.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HintsTest {

  private static final InetAddress SOURCE = InetAddress.ofLiteral("192.0.2.9");

  private static List<InetSocketAddress> hints(String... addresses) {
    Announcement announcement =
        new Announcement(AnnouncementCodecTest.device(1), List.of(addresses), 1);
    return Hints.of(announcement, SOURCE);
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://0.0.0.0:22000, 192.0.2.9, 22000",
    "tcp://:22001, 192.0.2.9, 22001",
    "tcp://[::]:22000, 192.0.2.9, 22000",
    "tcp4://198.51.100.3:22000, 198.51.100.3, 22000",
    "tcp://[2001:db8::5]:22000, 2001:db8::5, 22000",
  })
  void hint_address_isWhereToDial(String url, String host, int port) {
    assertThat(hints(url))
        .containsExactly(new InetSocketAddress(InetAddress.ofLiteral(host), port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tcp://",
        "tcp://1.2.3.4",
        "tcp://1.2.3.4:0",
        "tcp://1.2.3.4:65536",
        "tcp://1.2.3.4:99999999999",
        "tcp://127.0.0.1:22000",
        "tcp://[::1]:22000",
        "tcp://239.1.2.3:22000",
        "tcp://somewhere.example:22000",
        "quic://1.2.3.4:22000",
        "relay://1.2.3.4:22067",
        "http://[",
        "tcp://[::1:22000",
      })
  void hint_useless_isPassedOver(String url) {
    assertThat(hints(url)).isEmpty();
  }

  @Test
  void hints_many_areBounded() {
    String[] many =
        IntStream.range(1, 60).mapToObj(port -> "tcp://192.0.2.1:" + port).toArray(String[]::new);
    assertThat(hints(many)).hasSize(Hints.MOST);
  }
}
