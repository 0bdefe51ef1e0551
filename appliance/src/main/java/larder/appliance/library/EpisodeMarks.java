package larder.appliance.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds the part of a file's name that numbers or dates an episode. */
final class EpisodeMarks {

  private static final Pattern SEASON_EPISODE =
      Pattern.compile(
          "(?i)(?<![a-z0-9])s(\\d{1,4})[ ._-]{0,3}e(?:p[ ._]?)?(\\d{1,4})"
              + "((?:[ ._]?-?[ ._]?e\\d{1,4}|-\\d{1,3}(?![\\dpi]))*)(?![0-9])");
  private static final Pattern CROSS =
      Pattern.compile(
          "(?i)(?<![a-z0-9.])(\\d{1,2})x(?!26[45])(\\d{2,3})((?:-\\d{2,3})?)(?![\\dx])");
  private static final Pattern WORDS =
      Pattern.compile(
          "(?i)(?<![a-z])season[ ._]?(\\d{1,4})[ ._,-]{1,3}episode[ ._]?(\\d{1,4})()(?!\\d)");
  private static final Pattern EPISODE_ONLY =
      Pattern.compile("(?i)(?<![a-z0-9])(?:episode|folge|ep|e)[ ._]?(\\d{1,4})(?![a-z0-9])");
  private static final Pattern LEADING_NUMBER = Pattern.compile("^(\\d{1,3})(?![\\dpi])[ ._-]*");
  private static final Pattern DATE =
      Pattern.compile("(?<!\\d)((?:19|20)\\d\\d)[ ._-](\\d\\d)[ ._-](\\d\\d)(?!\\d)");
  private static final Pattern NUMBER = Pattern.compile("(-?)[ ._]?(?:[eE])?(\\d{1,4})");

  /** A file with more holds a whole season, and the numbers are something else. */
  private static final int MAX_EPISODES_IN_FILE = 30;

  private EpisodeMarks() {}

  /**
   * @param inSeasonFolder whether a leading number can be meant as the episode's
   */
  static Optional<Mark> find(String file, boolean inSeasonFolder) {
    return find(SEASON_EPISODE, file, EpisodeMarks::numbered)
        .or(() -> find(CROSS, file, EpisodeMarks::numbered))
        .or(() -> find(WORDS, file, EpisodeMarks::numbered))
        .or(() -> find(DATE, file, EpisodeMarks::dated))
        .or(() -> find(EPISODE_ONLY, file, EpisodeMarks::unseasoned))
        .or(
            () ->
                inSeasonFolder
                    ? find(LEADING_NUMBER, file, EpisodeMarks::unseasoned)
                    : Optional.empty());
  }

  private static Optional<Mark> find(
      Pattern pattern, String file, Function<Matcher, Optional<Mark>> reading) {
    Matcher matcher = pattern.matcher(file);
    return matcher.find() ? reading.apply(matcher) : Optional.empty();
  }

  private static Optional<Mark> numbered(Matcher found) {
    List<Integer> episodes = new ArrayList<>(List.of(Integer.parseInt(found.group(2))));
    Matcher more = NUMBER.matcher(found.group(3));
    while (more.find()) {
      extend(episodes, Integer.parseInt(more.group(2)), !more.group(1).isEmpty());
    }
    return Optional.of(
        new Mark(
            found.start(),
            found.end(),
            OptionalInt.of(Integer.parseInt(found.group(1))),
            episodes.stream().distinct().sorted().toList(),
            OptionalInt.empty(),
            ""));
  }

  /** {@code e02e04} are two episodes, {@code e02-e04} are three. */
  private static void extend(List<Integer> episodes, int number, boolean isRange) {
    int last = episodes.getLast();
    if (isRange && number > last && number - last < MAX_EPISODES_IN_FILE) {
      IntStream.rangeClosed(last + 1, number).forEach(episodes::add);
    } else if (!isRange && episodes.size() < MAX_EPISODES_IN_FILE) {
      episodes.add(number);
    }
  }

  private static Optional<Mark> dated(Matcher found) {
    int month = Integer.parseInt(found.group(2));
    int day = Integer.parseInt(found.group(3));
    if (month < 1 || month > 12 || day < 1 || day > 31) {
      return Optional.empty();
    }
    return Optional.of(
        new Mark(
            found.start(),
            found.end(),
            OptionalInt.empty(),
            List.of(),
            OptionalInt.of(Integer.parseInt(found.group(1))),
            found.group(1) + "-" + found.group(2) + "-" + found.group(3)));
  }

  private static Optional<Mark> unseasoned(Matcher found) {
    return Optional.of(
        new Mark(
            found.start(),
            found.end(),
            OptionalInt.empty(),
            List.of(Integer.parseInt(found.group(1))),
            OptionalInt.empty(),
            ""));
  }

  /**
   * What was found.
   *
   * @param start where it begins in the file's name
   * @param end where the rest of the name begins
   * @param date as {@code yyyy-mm-dd}, or empty
   */
  record Mark(
      int start,
      int end,
      OptionalInt season,
      List<Integer> episodes,
      OptionalInt year,
      String date) {

    /** A name for an episode that has none. */
    String words() {
      if (!date.isEmpty()) {
        return date;
      }
      String numbers = episodes.stream().map(String::valueOf).collect(Collectors.joining(", "));
      return (episodes.size() == 1 ? "Episode " : "Episodes ") + numbers;
    }
  }
}
