package larder.appliance.mesh.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MassDeleteTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final MassDelete rule = new MassDelete(10, Duration.ofHours(1), Duration.ofDays(7));

  @Test
  void isMass_fewFiles_isNotEvenIfAll() {
    assertThat(rule.isMass(10, 10)).isFalse();
    assertThat(rule.isMass(11, 11)).isTrue();
  }

  @Test
  void isMass_halfOfTheFolder_isNotButMoreIs() {
    assertThat(rule.isMass(50, 100)).isFalse();
    assertThat(rule.isMass(51, 100)).isTrue();
    assertThat(rule.isMass(20, Long.MAX_VALUE)).isFalse();
  }

  @Test
  void isOver_patienceRunsOut_isFromThenOn() {
    assertThat(rule.isOver(NOW, NOW.plus(Duration.ofDays(7)).minusMillis(1))).isFalse();
    assertThat(rule.isOver(NOW, NOW.plus(Duration.ofDays(7)))).isTrue();
  }
}
