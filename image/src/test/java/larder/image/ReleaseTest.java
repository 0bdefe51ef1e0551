package larder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ReleaseTest {

  @Test
  void name_ofARelease_hasVersionAndMachine() {
    assertThat(new Release("1.2.3-rc1", "linux-x86_64").name())
        .isEqualTo("larder-1.2.3-rc1-linux-x86_64");
  }

  @Test
  void constructor_versionWithASlash_isRefused() {
    assertThatThrownBy(() -> new Release("../1", "linux-x86_64"))
        .hasMessageContaining("not a version");
  }
}
