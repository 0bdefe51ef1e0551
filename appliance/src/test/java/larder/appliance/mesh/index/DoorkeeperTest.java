package larder.appliance.mesh.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import larder.appliance.mesh.DeviceView;
import larder.appliance.mesh.DeviceView.State;
import larder.appliance.mesh.peer.Admission.Decision;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Hello;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strangers at the door. */
class DoorkeeperTest {

  @TempDir private Path tmp;

  private final AtomicLong nanos = new AtomicLong(-7);
  private TestDevice box;
  private Doorkeeper door;

  @BeforeEach
  void open() throws Exception {
    box = new TestDevice(tmp, TestDevice.id(200), "box", new TestDevice.NoBlocks());
    door = door(Instant.parse("2026-11-28T12:00:00Z"));
  }

  @AfterEach
  void close() {
    box.close();
  }

  @Test
  void stranger_withAFoolingName_waitsUnderAHarmlessOne() {
    assertThat(knock(1, 1, "Anna\u202e\u001b[2J's PC" + "x".repeat(500)))
        .isEqualTo(Decision.PENDING);

    DeviceView waiting = box.household().devices().getFirst();
    assertThat(waiting.state()).isEqualTo(State.PENDING);
    assertThat(waiting.name()).startsWith("Anna[2J's PCx").hasSizeLessThanOrEqualTo(64);
    assertThat(waiting.folders()).isEmpty();
  }

  @Test
  void strangers_fromOneAddress_areToldOnceAMinuteWhileTheFirstWaits() {
    assertThat(knock(1, 1, "a")).isEqualTo(Decision.PENDING);
    assertThat(knock(2, 1, "b")).isEqualTo(Decision.REFUSE);
    assertThat(knock(2, 2, "b")).as("another address").isEqualTo(Decision.PENDING);
    assertThat(knock(1, 1, "a")).as("the same device").isEqualTo(Decision.PENDING);
    pass(ToldFrom.EVERY.minusNanos(1));
    assertThat(knock(3, 1, "c")).isEqualTo(Decision.REFUSE);
    pass(Duration.ofNanos(1));
    assertThat(knock(3, 1, "c")).isEqualTo(Decision.PENDING);
  }

  @Test
  void secondPcBehindOneAddress_isToldAsSoonAsTheFirstIsDecidedAbout() {
    knock(1, 1, "a");
    box.household().approve(TestDevice.id(1), Optional.empty(), List.of());

    assertThat(knock(2, 1, "b")).isEqualTo(Decision.PENDING);
  }

  @Test
  void flood_ofAThousandStrangers_leavesTenOfThem_theNewest() {
    for (int i = 0; i < 1_000; i++) {
      knock(i % 150, 1, "flood");
    }
    assertThat(box.household().devices()).hasSize(1);
    for (int i = 0; i < 30; i++) {
      assertThat(knock(i, 100 + i, "n" + i)).isEqualTo(Decision.PENDING);
    }
    assertThat(box.household().devices()).hasSize(Devices.MAX_KNOCKS);
    assertThat(box.household().devices().getFirst().name()).isEqualTo("n29");
    assertThat(box.household().devices().getLast().name()).isEqualTo("n20");
  }

  @Test
  void refused_isNotAskedAboutAgain_untilForgottenOrLetIn() {
    knock(1, 1, "a");
    assertThat(box.household().refuse(TestDevice.id(1))).isTrue();
    assertThat(box.household().refuse(TestDevice.id(1))).isFalse();
    assertThat(state(1)).isEqualTo(State.REFUSED);
    pass(Duration.ofDays(1));
    assertThat(door(Instant.parse("2036-11-28T12:00:00Z")).knows(TestDevice.id(1))).isFalse();
    assertThat(knock(1, 1, "a")).isEqualTo(Decision.REFUSE);
    assertThat(state(1)).isEqualTo(State.REFUSED);

    assertThat(box.household().forget(TestDevice.id(1))).isTrue();
    assertThat(knock(1, 1, "a")).isEqualTo(Decision.PENDING);
    box.household().refuse(TestDevice.id(1));
    box.household().approve(TestDevice.id(1), Optional.empty(), List.of());
    assertThat(knock(1, 1, "a")).isEqualTo(Decision.ADMIT);
    assertThat(box.household().devices().getFirst().name()).isEqualTo("a");
  }

  @Test
  void clock_thatJumpsBack_neitherFloodsNorForgets() {
    knock(1, 1, "a");
    door = door(Instant.parse("1970-01-02T00:00:00Z"));
    assertThat(knock(1, 1, "a")).isEqualTo(Decision.PENDING);
    for (int i = 2; i < 11; i++) {
      assertThat(knock(i, i, "n" + i)).isEqualTo(Decision.PENDING);
    }
    assertThat(box.household().devices()).hasSize(10);
  }

  private State state(int device) {
    return box.household().devices().stream()
        .filter(it -> it.id().equals(TestDevice.id(device)))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private Doorkeeper door(Instant now) {
    return new Doorkeeper(box.store(), box.changes(), Clock.fixed(now, ZoneOffset.UTC), nanos::get);
  }

  private Decision knock(int device, int address, String name) {
    DeviceId id = TestDevice.id(device);
    InetAddress from = InetAddress.ofLiteral("192.0.2." + address);
    return door.decide(id, new Hello(name, "syncthing", "v2"), new InetSocketAddress(from, 22000));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
