package larder.media.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class AheadWindowTest {

  private static final long MIB = 1 << 20;
  private static final long LONG_RUN = 10_000 * MIB;
  private static final OptionalDouble UNKNOWN = OptionalDouble.empty();

  private static OptionalDouble mib(double perSecond) {
    return OptionalDouble.of(perSecond * MIB);
  }

  private static double window(long runBytes, OptionalDouble reading, OptionalDouble arriving) {
    return (double) AheadWindow.bytes(StreamSettings.STANDARD, runBytes, reading, arriving) / MIB;
  }

  @Test
  void run_short_allowsHalfOfItselfWhateverThePace() {
    assertThat(window(2 * MIB, UNKNOWN, UNKNOWN)).isEqualTo(1);
    assertThat(window(2 * MIB, mib(100), mib(100))).isEqualTo(1);
    assertThat(window(6 * MIB, mib(0.1), UNKNOWN)).isEqualTo(3);
  }

  @Test
  void source_fast_needsTenSecondsOfTheFilm() {
    assertThat(window(LONG_RUN, mib(2.5), mib(100))).isEqualTo(25);
  }

  @Test
  void source_hardlyFaster_isReadFurtherAhead() {
    assertThat(window(LONG_RUN, mib(1), mib(2))).isEqualTo(20);
    assertThat(window(LONG_RUN, mib(1), mib(1))).isEqualTo(40);
    assertThat(window(LONG_RUN, mib(0.8), mib(0.1))).isEqualTo(48);
  }

  @Test
  void window_anyPace_staysWithinTheSettings() {
    assertThat(window(LONG_RUN, mib(1000), mib(10))).isEqualTo(64);
    assertThat(window(LONG_RUN, mib(0.01), mib(10))).isEqualTo(8);
    assertThat(window(LONG_RUN, mib(0), mib(0))).isEqualTo(8);
  }
}
