package larder.appliance.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramsTest {

  @TempDir Path folder;

  @Test
  void find_withoutFfmpeg_saysWhatToInstall() {
    assertThatThrownBy(() -> Programs.find(folder.toString()))
        .isInstanceOf(SampleMediaException.class)
        .hasMessageContaining("apt install ffmpeg");
  }

  @Test
  void find_ffmpegInALaterFolder_isFoundAndNoVoiceIsFine() throws IOException {
    Path ffmpeg = Files.createFile(folder.resolve("ffmpeg"));
    Files.setPosixFilePermissions(ffmpeg, PosixFilePermissions.fromString("rwx------"));

    Programs found = Programs.find("/no such folder::" + folder);

    assertThat(found.ffmpeg()).isEqualTo(ffmpeg);
    assertThat(found.voice()).isEmpty();
  }
}
