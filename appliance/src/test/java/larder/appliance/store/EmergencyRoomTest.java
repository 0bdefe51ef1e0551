package larder.appliance.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmergencyRoomTest {

  @TempDir Path home;

  @Test
  void room_held_isReallyThereAndGivenOnce() throws Exception {
    EmergencyRoom room = new EmergencyRoom(home);
    assertThat(room.free()).isFalse();
    assertThat(room.hold()).isTrue();
    assertThat(Files.size(home.resolve("emergency"))).isEqualTo(EmergencyRoom.BYTES);
    assertThat(room.hold()).isTrue();
    assertThat(room.free()).isTrue();
    assertThat(room.free()).isFalse();
    room.awaitUse();
    assertThat(room.hold()).isTrue();
  }

  @Test
  void room_cutShortByACrash_isMadeAnew() throws Exception {
    Files.write(home.resolve("emergency"), new byte[100]);
    Files.write(home.resolve("emergency.tmp"), new byte[100]);
    assertThat(new EmergencyRoom(home).hold()).isTrue();
    assertThat(Files.size(home.resolve("emergency"))).isEqualTo(EmergencyRoom.BYTES);
    assertThat(home.resolve("emergency.tmp")).doesNotExist();
  }
}
