package larder.media.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import larder.media.Fault;
import org.junit.jupiter.api.Test;

final class LaneTest {

  private static final int MIB = 1 << 20;
  private final Lane lane = new Lane(32L * MIB);

  @Test
  void window_fastSource_growsWithItsSpeed() {
    long now = 0;
    for (int i = 0; i < 10; i++) {
      lane.launched(MIB, true, now);
      now += Duration.ofMillis(100).toNanos();
      lane.ended(MIB, true);
      lane.succeeded(MIB, now);
    }
    assertThat(lane.bytesPerSecond()).isBetween(9.0 * MIB, 11.0 * MIB);
    for (int i = 0; i < 9; i++) {
      assertThat(lane.hasRoom(MIB, Urgency.Kind.READ_AHEAD)).isTrue();
      lane.launched(MIB, true, now);
    }
    lane.launched(2 * MIB, true, now);
    assertThat(lane.hasRoom(MIB, Urgency.Kind.READ_AHEAD)).isFalse();
    assertThat(lane.hasRoom(MIB, Urgency.Kind.STOCK)).isFalse();
  }

  @Test
  void source_fastThenSilent_isDeadAfterFiveSeconds() {
    lane.launched(MIB, true, 0);
    lane.ended(MIB, true);
    lane.succeeded(MIB, Duration.ofMillis(50).toNanos());
    assertThat(lane.timeout(MIB)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void source_failing_restsLongerEachTime() {
    lane.failed(Fault.SOURCE_TIMEOUT, 0);
    assertThat(lane.restLeft(false, 0)).isEqualTo(Lane.FIRST_REST.toNanos());
    for (int i = 0; i < 20; i++) {
      lane.failed(Fault.SOURCE_TIMEOUT, 0);
    }
    assertThat(lane.restLeft(false, 0)).isEqualTo(Lane.LONGEST_REST.toNanos());
    assertThat(lane.restLeft(true, 0)).isEqualTo(Lane.WAITING_REST.toNanos());
    lane.sourcesChanged();
    assertThat(lane.restLeft(false, 0)).isZero();
  }
}
