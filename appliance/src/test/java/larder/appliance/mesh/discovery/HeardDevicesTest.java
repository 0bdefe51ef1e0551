package larder.appliance.mesh.discovery;

import static larder.appliance.mesh.discovery.AnnouncementCodecTest.device;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import larder.appliance.mesh.discovery.HeardDevices.News;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.supervise.Ticker;
import org.junit.jupiter.api.Test;

class HeardDevicesTest {

  private static final InetSocketAddress ONE = at("192.0.2.1");
  private static final InetSocketAddress TWO = at("192.0.2.2");

  private final Clock clock = new Clock();
  private final HeardDevices heard = new HeardDevices(clock);

  private static InetSocketAddress at(String host) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), 22000);
  }

  private News note(DeviceId id, long instance, String source, InetSocketAddress... addresses) {
    return heard.note(new Announcement(id, List.of(), instance), source, List.of(addresses));
  }

  @Test
  void note_firstThenAgain_isNewsOnce() {
    assertThat(note(device(1), 1, "a", ONE)).isEqualTo(News.DEVICE);
    assertThat(note(device(1), 1, "a", ONE)).isEqualTo(News.NOTHING);
    assertThat(note(device(1), 1, "a", TWO)).isEqualTo(News.ADDRESSES);
    assertThat(heard.addressesOf(device(1))).containsExactly(TWO);
  }

  @Test
  void note_restartedDevice_isNews() {
    note(device(1), 1, "a", ONE);
    assertThat(note(device(1), 2, "a", ONE)).isEqualTo(News.DEVICE);
  }

  @Test
  void addresses_twoWays_latestFirst() {
    note(device(1), 1, "v4", ONE);
    clock.pass(Duration.ofSeconds(1));
    assertThat(note(device(1), 1, "v6", TWO)).isEqualTo(News.ADDRESSES);
    assertThat(heard.addressesOf(device(1))).containsExactly(TWO, ONE);
  }

  @Test
  void addresses_afterNinetySeconds_areForgotten() {
    note(device(1), 1, "a", ONE);
    clock.pass(Duration.ofSeconds(90));
    assertThat(heard.addressesOf(device(1))).containsExactly(ONE);
    clock.pass(Duration.ofMillis(1));
    assertThat(heard.addressesOf(device(1))).isEmpty();
  }

  @Test
  void note_flood_keepsThoseHeardBefore() {
    note(device(1), 1, "a", ONE);
    for (int i = 0; i < 2 * HeardDevices.MOST_DEVICES; i++) {
      byte[] id = ByteBuffer.allocate(DeviceId.BYTES).putInt(i).putInt(9).array();
      note(DeviceId.of(id), 1, "a", TWO);
    }
    byte[] late = ByteBuffer.allocate(DeviceId.BYTES).putInt(1_000_000).array();
    assertThat(note(DeviceId.of(late), 1, "a", TWO)).isEqualTo(News.NOTHING);
    assertThat(heard.addressesOf(device(1))).containsExactly(ONE);
  }

  @Test
  void note_manySourcesForOneDevice_areBounded() {
    for (int i = 0; i < 100; i++) {
      note(device(1), 1, "source " + i, at("198.51.100." + i));
    }
    assertThat(heard.addressesOf(device(1))).hasSize(8);
  }

  private static final class Clock implements Ticker {
    private Duration now = Duration.ZERO;

    @Override
    public Duration now() {
      return now;
    }

    @Override
    public void sleep(Duration duration) {
      pass(duration);
    }

    void pass(Duration duration) {
      now = now.plus(duration);
    }
  }
}
