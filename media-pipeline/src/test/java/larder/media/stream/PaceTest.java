package larder.media.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class PaceTest {

  private final Pace pace = new Pace();
  private long now = 77;

  private void countEachSecond(int seconds, long bytes) {
    for (int i = 0; i < seconds; i++) {
      now += TimeUnit.SECONDS.toNanos(1);
      pace.count(bytes, now);
    }
  }

  @Test
  void pace_withoutTime_isUnknown() {
    pace.mark(now);
    pace.count(1_000_000, now);
    assertThat(pace.bytesPerSecond()).isEmpty();
  }

  @Test
  void pace_steady_isWhatCame() {
    pace.mark(now);
    countEachSecond(30, 500);
    assertThat(pace.bytesPerSecond().orElseThrow()).isCloseTo(500, Percentage.withPercentage(1));
  }

  @Test
  void pace_afterABurst_becomesTheNewOneWithinAMinute() {
    pace.mark(now);
    countEachSecond(3, 100_000);
    countEachSecond(60, 500);
    assertThat(pace.bytesPerSecond().orElseThrow()).isCloseTo(500, Percentage.withPercentage(20));
  }

  @Test
  void pause_beforeAMark_doesNotCount() {
    pace.mark(now);
    countEachSecond(5, 500);
    now += TimeUnit.HOURS.toNanos(1);
    pace.mark(now);
    countEachSecond(1, 500);
    assertThat(pace.bytesPerSecond().orElseThrow()).isCloseTo(500, Percentage.withPercentage(1));
  }
}
