package larder.appliance.mesh.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Limits;
import larder.appliance.mesh.wire.WireException;
import org.junit.jupiter.api.Test;

class AnnouncementCodecTest {

  private static final DeviceId DEVICE = device(7);

  static DeviceId device(int filling) {
    byte[] id = new byte[DeviceId.BYTES];
    Arrays.fill(id, (byte) filling);
    return DeviceId.of(id);
  }

  @Test
  void encode_announcement_isWhatSyncthingReads() {
    byte[] bytes = AnnouncementCodec.encode(new Announcement(DEVICE, List.of("tcp://:1"), 300));
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo("2ea7d90b" + "0a20" + "07".repeat(32) + "1208" + "7463703a2f2f3a31" + "18ac02");
  }

  @Test
  void decode_encoded_isTheSame() throws Exception {
    Announcement announcement =
        new Announcement(DEVICE, List.of("tcp://0.0.0.0:22000", "quic://[::]:22000"), -1);
    assertThat(AnnouncementCodec.decode(ByteBuffer.wrap(AnnouncementCodec.encode(announcement))))
        .isEqualTo(announcement);
  }

  @Test
  void decode_everyTruncation_isRefusedOrShorter() {
    byte[] whole = AnnouncementCodec.encode(new Announcement(DEVICE, List.of("tcp://:1"), 300));
    for (int length = 0; length < 4 + 34; length++) {
      ByteBuffer part = ByteBuffer.wrap(whole, 0, length).slice();
      assertThatThrownBy(() -> AnnouncementCodec.decode(part)).isInstanceOf(WireException.class);
    }
  }

  @Test
  void decode_tooManyAddresses_isRefused() {
    byte[] bytes =
        AnnouncementCodec.encode(
            new Announcement(DEVICE, Collections.nCopies(Limits.ADDRESSES + 1, "tcp://:1"), 1));
    assertThatThrownBy(() -> AnnouncementCodec.decode(ByteBuffer.wrap(bytes)))
        .hasMessageContaining("more than 64 addresses");
  }

  @Test
  void decode_tooLong_isRefused() {
    ByteBuffer huge = ByteBuffer.allocate(AnnouncementCodec.MAX_BYTES + 1).putInt(0, 0x2ea7d90b);
    assertThatThrownBy(() -> AnnouncementCodec.decode(huge)).isInstanceOf(WireException.class);
  }

  @Test
  void decode_noise_isRefusedOrBounded() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    byte[] good = AnnouncementCodec.encode(new Announcement(DEVICE, List.of("tcp://:1"), 300));
    int refused = 0;
    for (int round = 0; round < 2_000; round++) {
      byte[] bad = good.clone();
      for (int i = 0; i < 3; i++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      refused += isRefused(bad) ? 1 : 0;
    }
    assertThat(refused).isPositive();
  }

  private static boolean isRefused(byte[] datagram) {
    try {
      assertThat(AnnouncementCodec.decode(ByteBuffer.wrap(datagram)).addresses())
          .hasSizeLessThan(9);
      return false;
    } catch (WireException e) {
      return true;
    }
  }
}
