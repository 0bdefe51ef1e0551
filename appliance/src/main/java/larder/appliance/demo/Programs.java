package larder.appliance.demo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The programs that make samples.
 *
 * @param ffmpeg encodes
 * @param voice speaks, if it is there; without it the samples have music only
 */
public record Programs(Path ffmpeg, Optional<Path> voice) {

  /**
   * Looks along a search path.
   *
   * @param searchPath folders as in the {@code PATH} variable
   * @throws SampleMediaException if there is no ffmpeg
   */
  public static Programs find(String searchPath) throws SampleMediaException {
    Path ffmpeg =
        find(searchPath, "ffmpeg")
            .orElseThrow(
                () ->
                    new SampleMediaException(
                        "The demo makes its sample films with ffmpeg, and there is none on the"
                            + " PATH. On Debian run `apt install ffmpeg`, then start the demo"
                            + " again."));
    return new Programs(ffmpeg, find(searchPath, "espeak-ng"));
  }

  private static Optional<Path> find(String searchPath, String program) {
    return Stream.of(searchPath.split(Pattern.quote(File.pathSeparator)))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
