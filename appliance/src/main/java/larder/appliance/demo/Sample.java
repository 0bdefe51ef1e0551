package larder.appliance.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One file of the pretend household.
 *
 * @param path where it lies in the shared folder, with its ending
 * @param show the first burnt-in line, spoken too: the show's or the movie's name
 * @param name the second burnt-in line, spoken too
 * @param duration how long it plays, one second or more
 * @param container how it is packed
 */
public record Sample(Path path, String show, String name, Duration duration, Container container) {

  public Sample {
    if (path.isAbsolute() || !path.equals(path.normalize()) || path.startsWith("..")) {
      throw new IllegalArgumentException("a sample lies inside its folder, not at " + path);
    }
    if (!path.toString().endsWith("." + container.extension())) {
      throw new IllegalArgumentException(path + " should end with ." + container.extension());
    }
    if (duration.toSeconds() < 1) {
      throw new IllegalArgumentException("a sample plays for a second or more, not " + duration);
    }
  }

  /** The demo's household: a season of six episodes, a movie and a clip, eight files, 310 MB. */
  public static List<Sample> household() {
    return List.of(
        episode(1, "Opening Night", Duration.ofMinutes(11), Container.MATROSKA),
        episode(2, "The Missing Jar", Duration.ofSeconds(70), Container.MP4_INDEX_LAST),
        episode(3, "Salt in the Wound", Duration.ofSeconds(60), Container.MATROSKA),
        episode(4, "A Shelf Too Far", Duration.ofSeconds(65), Container.MP4_INDEX_FIRST),
        episode(5, "Best Before", Duration.ofSeconds(75), Container.MATROSKA),
        episode(6, "Last Crumbs", Duration.ofSeconds(80), Container.MP4_INDEX_LAST),
        new Sample(
            Path.of("Movies", "Salt and Stone (2024).mp4"),
            "Salt and Stone",
            "A film in eleven minutes",
            Duration.ofSeconds(690),
            Container.MP4_INDEX_LAST),
        new Sample(
            Path.of("Clips", "Bread Rising.webm"),
            "Bread Rising",
            "A clip",
            Duration.ofSeconds(40),
            Container.WEBM));
  }

  private static Sample episode(int number, String name, Duration duration, Container container) {
    String show = "The Pantry Files";
    String code = "S01E0" + number;
    Path path =
        Path.of(
            "Series",
            show,
            "Season 01",
            show + " - " + code + " - " + name + "." + container.extension());
    return new Sample(path, show, code + "  " + name, duration, container);
  }
}
