package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Real, playable H.264 and AAC, made by ffmpeg: a moving test picture and a tone. */
final class SampleVideo {

  private SampleVideo() {}

  /**
   * Makes a film of {@code seconds} at about {@code kbitPerSecond}, in the container that the
   * file's name says. The MP4's index lies at the end, as cameras and many rippers leave it.
   */
  static void make(Path file, int seconds, int kbitPerSecond) throws Exception {
    Files.createDirectories(file.toAbsolutePath().getParent());
    List<String> command =
        new ArrayList<>(List.of("ffmpeg", "-y", "-nostdin", "-loglevel", "error"));
    command.addAll(
        List.of("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=24:duration=" + seconds));
    command.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=440:duration=" + seconds));
    command.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"));
    String rate = kbitPerSecond + "k";
    command.addAll(List.of("-b:v", rate, "-minrate", rate, "-maxrate", rate, "-bufsize", rate));
    command.addAll(List.of("-x264-params", "nal-hrd=cbr:force-cfr=1", "-g", "48"));
    command.addAll(List.of("-c:a", "aac", "-b:a", "96k", file.toString()));
    Path log = Files.createTempFile("ffmpeg", ".log");
    Process ffmpeg =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(ffmpeg.waitFor(180, TimeUnit.SECONDS)).as("ffmpeg ends").isTrue();
    assertThat(ffmpeg.exitValue()).as("ffmpeg: %s", Files.readString(log)).isZero();
    Files.delete(log);
  }
}
