package larder.appliance.library;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the folders above a file say.
 *
 * @param names from the outermost to the nearest
 */
record Folders(List<String> names) {

  private static final Pattern SEASON =
      Pattern.compile(
          "(?i)(?:season|series|staffel|saison|temporada|stagione|s)[ ._-]?(\\d{1,4})\\b.*");
  private static final Pattern SHOW_AND_SEASON =
      Pattern.compile(
          "(?i)(.+?)[ ._-]+(?:season|staffel|saison|temporada|s)[ ._-]?(\\d{1,4})\\b.*");
  private static final Pattern SPECIALS = Pattern.compile("(?i)specials?|extras?");

  static Folders above(String path) {
    String[] segments = path.split("/");
    return new Folders(Arrays.asList(segments).subList(0, segments.length - 1));
  }

  /** The season that the nearest folder names; its number's absence makes no season. */
  OptionalInt season() {
    if (names.isEmpty()) {
      return OptionalInt.empty();
    }
    String folder = names.getLast();
    if (SPECIALS.matcher(folder).matches()) {
      return names.size() > 1 ? OptionalInt.of(0) : OptionalInt.empty();
    }
    Matcher alone = SEASON.matcher(folder);
    if (alone.matches()) {
      return OptionalInt.of(Integer.parseInt(alone.group(1)));
    }
    Matcher withShow = SHOW_AND_SEASON.matcher(folder);
    return withShow.matches()
        ? OptionalInt.of(Integer.parseInt(withShow.group(2)))
        : OptionalInt.empty();
  }

  /** The show above a season's folder, or in its name. */
  Optional<String> show() {
    Matcher withShow = SHOW_AND_SEASON.matcher(names.getLast());
    boolean alone = SEASON.matcher(names.getLast()).matches();
    if (!alone && withShow.matches()) {
      return ReleaseNoise.clean(withShow.group(1));
    }
    return names.size() > 1 ? ReleaseNoise.clean(names.get(names.size() - 2)) : Optional.empty();
  }

  /** The nearest folder's name. */
  Optional<String> nearest() {
    return names.isEmpty() ? Optional.empty() : ReleaseNoise.clean(names.getLast());
  }

  boolean any(Pattern pattern) {
    return names.stream().anyMatch(name -> pattern.matcher(name).matches());
  }
}
