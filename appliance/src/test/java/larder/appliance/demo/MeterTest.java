package larder.appliance.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MeterTest {

  private static final Sample TEN_SECONDS =
      new Sample(Path.of("x.mkv"), "a", "b", Duration.ofSeconds(10), Container.MATROSKA);

  private final List<Double> heard = new ArrayList<>();
  private final Meter meter = new Meter(List.of(TEN_SECONDS, TEN_SECONDS), heard::add);

  @Test
  void line_ofTwoEncoders_addsUp() {
    meter.part(0).line("out_time_us=5000000");
    meter.part(1).line("out_time_us=10000000");

    assertThat(heard).containsExactly(0.25, 0.75);
  }

  @Test
  void line_thatIsNoTime_saysNothing() {
    meter.part(0).line("out_time_us=N/A");
    meter.part(0).line("out_time_us=-50");
    meter.part(0).line("frame=12");

    assertThat(heard).isEmpty();
  }

  @Test
  void line_pastTheEnd_staysAtOne() {
    meter.part(0).line("out_time_us=10100000");
    meter.part(1).line("out_time_us=10100000");

    assertThat(heard).last().isEqualTo(1.0);
  }
}
