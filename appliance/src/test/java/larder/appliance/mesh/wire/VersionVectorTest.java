package larder.appliance.mesh.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import larder.appliance.mesh.wire.VersionVector.Counter;
import larder.appliance.mesh.wire.VersionVector.Ordering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionVectorTest {

  @ParameterizedTest
  @CsvSource({
    "'', '', EQUAL",
    "'', 42:0, EQUAL",
    "42:0, 77:0, EQUAL",
    "42:33, 42:33, EQUAL",
    "42:1, '', GREATER",
    "'', 42:1, LESSER",
    "22:22 42:2, 22:22 42:1, GREATER",
    "22:22 42:1, 22:22 42:2, LESSER",
    "42:2, 43:1, CONCURRENT_GREATER",
    "43:1, 42:2, CONCURRENT_LESSER",
    "22:23 42:1, 22:22 42:2, CONCURRENT_GREATER",
    "22:21 42:2 43:1, 20:1 22:22 42:1, CONCURRENT_LESSER",
    "18446744073709551615:1, 1:0, GREATER",
    "1:18446744073709551615, 1:1, GREATER",
    "1:1 18446744073709551615:2, 1:2 18446744073709551615:1, CONCURRENT_LESSER",
  })
  void compare_ofKnownVectors_isTheReferences(String a, String b, Ordering expected) {
    assertThat(vector(a).compare(vector(b))).isEqualTo(expected);
    assertThat(vector(b).compare(vector(a))).isEqualTo(mirrored(expected));
  }

  @Test
  void update_countsUpAndFollowsTheClock() {
    VersionVector version = VersionVector.EMPTY.update(42, 5);
    assertThat(version).isEqualTo(vector("42:5"));
    version = version.update(36, 6);
    assertThat(version).isEqualTo(vector("36:6 42:5"));
    version = version.update(37, 7).update(37, 1);
    assertThat(version.counter(37)).isEqualTo(8);
    version = version.update(37, 100).update(37, 50);
    assertThat(version).isEqualTo(vector("36:6 37:101 42:5"));
  }

  @Test
  void merge_takesTheLargerOfEach() {
    assertThat(vector("1:5 3:1").merge(vector("1:4 2:7 3:18446744073709551615")))
        .isEqualTo(vector("1:5 2:7 3:18446744073709551615"));
  }

  @Test
  void construction_unsortedOrDoubled_isRefused() {
    Counter high = new Counter(-1, 1);
    Counter low = new Counter(1, 1);
    assertThatThrownBy(() -> new VersionVector(List.of(high, low)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> VersionVector.of(List.of(low, low)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(VersionVector.of(List.of(high, low)).counters()).containsExactly(low, high);
  }

  private static VersionVector vector(String text) {
    return VersionVector.of(
        Arrays.stream(text.split(" "))
            .filter(part -> !part.isEmpty())
            .map(part -> part.split(":"))
            .map(
                part ->
                    new Counter(Long.parseUnsignedLong(part[0]), Long.parseUnsignedLong(part[1])))
            .toList());
  }

  private static Ordering mirrored(Ordering ordering) {
    return switch (ordering) {
      case EQUAL -> Ordering.EQUAL;
      case GREATER -> Ordering.LESSER;
      case LESSER -> Ordering.GREATER;
      case CONCURRENT_GREATER -> Ordering.CONCURRENT_LESSER;
      case CONCURRENT_LESSER -> Ordering.CONCURRENT_GREATER;
    };
  }
}
