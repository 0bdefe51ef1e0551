package larder.media.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import larder.media.Fault;
import org.junit.jupiter.api.Test;

final class LaneTest {

  private static final int MIB = 1 << 20;
  private final Lane lane = new Lane(32L * MIB);

  /** Chunks one after the other, each of which takes {@code took}. */
  private long measure(int bytes, Duration took) {
    long now = 0;
    for (int i = 0; i < 10; i++) {
      lane.launched(bytes, true, now);
      now += took.toNanos();
      lane.ended(bytes, true);
      lane.succeeded(bytes, took.toNanos(), now);
    }
    return now;
  }

  /** How many chunks of this kind are asked for at once. */
  private int roomFor(int bytes, Urgency.Kind kind, long now) {
    int count = 0;
    while (lane.hasRoom(bytes, kind)) {
      lane.launched(bytes, kind.isDemand(), now);
      count++;
    }
    for (int i = 0; i < count; i++) {
      lane.ended(bytes, kind.isDemand());
    }
    return count;
  }

  @Test
  void window_forWaiting_isASecondsWorth() {
    long now = measure(MIB, Duration.ofMillis(100));
    assertThat(lane.bytesPerSecond()).isBetween(9.0 * MIB, 11.0 * MIB);
    assertThat(roomFor(MIB, Urgency.Kind.WAITING, now)).isBetween(10, 11);
  }

  @Test
  void window_forWhatComesLater_isTwoAnswersWorth() {
    long now = measure(MIB, Duration.ofMillis(100));
    assertThat(roomFor(MIB, Urgency.Kind.READ_AHEAD, now)).isEqualTo(2);
    assertThat(roomFor(MIB, Urgency.Kind.STOCK, now)).isEqualTo(2);
  }

  @Test
  void window_quickSource_isATenthOfASecond() {
    long now = measure(MIB, Duration.ofMillis(5));
    assertThat(roomFor(MIB, Urgency.Kind.READ_AHEAD, now)).isBetween(19, 21);
  }

  @Test
  void window_slowLink_isNotFilledWithWhatComesLater() {
    long now = measure(128 << 10, Duration.ofMillis(100));
    assertThat(roomFor(128 << 10, Urgency.Kind.READ_AHEAD, now)).isEqualTo(2);
  }

  @Test
  void window_stocking_leavesTheSourceToThoseWhoWatch() {
    long now = measure(MIB, Duration.ofMillis(5));
    lane.launched(MIB, true, now);
    assertThat(lane.hasRoom(MIB, Urgency.Kind.STOCK)).isFalse();
  }

  @Test
  void source_fastThenSilent_isDeadAfterFiveSeconds() {
    lane.launched(MIB, true, 0);
    lane.ended(MIB, true);
    long took = Duration.ofMillis(50).toNanos();
    lane.succeeded(MIB, took, took);
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
