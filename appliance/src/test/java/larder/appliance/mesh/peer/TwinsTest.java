package larder.appliance.mesh.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import larder.appliance.mesh.peer.Twins.Verdict;
import larder.appliance.mesh.wire.DeviceId;
import org.junit.jupiter.api.Test;

class TwinsTest {

  private static final DeviceId DEVICE = device(1);
  private static final DeviceId OTHER = device(2);

  private final Twins twins = new Twins();

  @Test
  void oneDevice_thatComesBackNowAndThen_replacesItsOwnConnection() {
    for (int minutes = 0; minutes < 60; minutes++) {
      assertThat(twins.another(DEVICE, Duration.ofMinutes(minutes))).isEqualTo(Verdict.REPLACES);
    }
    assertThat(twins.areHere(DEVICE, Duration.ofHours(1))).isFalse();
  }

  @Test
  void twins_afterThreeRounds_letTheNewestRest() {
    assertThat(at(0)).isEqualTo(Verdict.REPLACES);
    assertThat(at(2)).isEqualTo(Verdict.REPLACES);
    assertThat(at(4)).isEqualTo(Verdict.REPLACES_AND_RESTS);
    assertThat(at(5)).isEqualTo(Verdict.GIVES_WAY);
    assertThat(at(63)).isEqualTo(Verdict.GIVES_WAY);
    assertThat(twins.areHere(DEVICE, Duration.ofSeconds(30))).isTrue();
    assertThat(twins.areHere(OTHER, Duration.ofSeconds(30))).as("another device").isFalse();
    assertThat(twins.another(OTHER, Duration.ofSeconds(5))).isEqualTo(Verdict.REPLACES);
  }

  @Test
  void twin_thatKeepsComing_isHeldOffTwiceAsLong() {
    at(0);
    at(2);
    at(4);
    assertThat(at(65)).as("after a minute").isEqualTo(Verdict.REPLACES_AND_RESTS);
    assertThat(at(65 + 119)).isEqualTo(Verdict.GIVES_WAY);
    assertThat(at(65 + 121)).as("after two").isEqualTo(Verdict.REPLACES_AND_RESTS);
    assertThat(at(65 + 121 + 239)).isEqualTo(Verdict.GIVES_WAY);
  }

  @Test
  void twin_thatWentAway_isForgotten() {
    at(0);
    at(2);
    at(4);
    assertThat(twins.areHere(DEVICE, Duration.ofSeconds(4 + 119))).isTrue();
    assertThat(twins.areHere(DEVICE, Duration.ofSeconds(4 + 121))).isFalse();
    assertThat(at(4 + 121)).isEqualTo(Verdict.REPLACES);
  }

  private Verdict at(long seconds) {
    return twins.another(DEVICE, Duration.ofSeconds(seconds));
  }

  private static DeviceId device(int value) {
    byte[] bytes = new byte[DeviceId.BYTES];
    Arrays.fill(bytes, (byte) value);
    return DeviceId.of(bytes);
  }
}
