package larder.appliance.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeDirectoryTest {

  @TempDir Path place;

  @Test
  void open_missing_makesPrivateLayout() throws Exception {
    try (HomeDirectory home = HomeDirectory.open(place.resolve("a/b"))) {
      assertThat(Files.getPosixFilePermissions(home.root()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(home.identity()).isDirectory();
      assertThat(home.cache()).isDirectory();
    }
  }

  @Test
  void open_inUse_namesTheProcessAndIsFreeAfterClose() throws Exception {
    HomeDirectory first = HomeDirectory.open(place);
    assertThatThrownBy(() -> HomeDirectory.open(place))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
    first.close();
    HomeDirectory.open(place).close();
  }

  @Test
  void open_newer_changesNothing() throws Exception {
    Files.writeString(place.resolve("version"), "2\n");
    assertThatThrownBy(() -> HomeDirectory.open(place))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Nothing was changed");
    try (Stream<Path> files = Files.list(place)) {
      assertThat(files).containsExactly(place.resolve("version"));
    }
  }

  @Test
  void open_file_isRefused() throws Exception {
    Path file = Files.writeString(place.resolve("film.mkv"), "x");
    assertThatThrownBy(() -> HomeDirectory.open(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--home");
  }

  @Test
  void defaultPath_followsThePlatform() {
    Path user = Path.of("/home/anna");
    assertThat(HomeDirectory.defaultPath(Map.of(), "Linux", user))
        .isEqualTo(user.resolve(".local/share/larder"));
    assertThat(HomeDirectory.defaultPath(Map.of("XDG_DATA_HOME", "/d"), "Linux", user))
        .isEqualTo(Path.of("/d/larder"));
    assertThat(HomeDirectory.defaultPath(Map.of("LARDER_HOME", "/h"), "Linux", user))
        .isEqualTo(Path.of("/h"));
    assertThat(HomeDirectory.defaultPath(Map.of(), "Mac OS X", user))
        .isEqualTo(user.resolve("Library/Application Support/larder"));
  }
}
