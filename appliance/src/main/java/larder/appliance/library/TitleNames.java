package larder.appliance.library;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import larder.appliance.library.EpisodeMarks.Mark;

/**
 * Reads what a title is out of its path: {@code Show/Season 1/02 - Name.mkv}, {@code
 * show.s01e02.1080p.mkv}, {@code Movie (2008).mp4}. What a path does not tell stays unknown.
 */
final class TitleNames {

  /** File systems allow 255 bytes; peers may claim more. */
  private static final int MAX_FILE_CHARS = 300;

  private static final Pattern YEAR_IN_BRACKETS =
      Pattern.compile("[ ._]*[(\\[]((?:19|20)\\d\\d)[)\\]]");
  private static final Pattern YEAR_AT_END = Pattern.compile("[ ._]((?:19|20)\\d\\d)[ ._-]*$");
  private static final Pattern MOVIE_FOLDER =
      Pattern.compile("(?i)movies?|films?|filme|spielfilme|pel[ií]culas|cinema|kino");

  private final Folders folders;
  private final String file;

  private TitleNames(String path) {
    this.folders = Folders.above(path);
    this.file = baseName(path);
  }

  /** What {@code path}, with {@code /} between segments, says about its file. */
  static TitleName of(String path) {
    TitleNames reader = new TitleNames(path);
    return reader.episode().or(reader::movie).orElseGet(reader::clip);
  }

  private Optional<TitleName> episode() {
    return EpisodeMarks.find(file, folders.season().isPresent()).map(this::episode);
  }

  private TitleName episode(Mark mark) {
    OptionalInt season = mark.season().isPresent() ? mark.season() : folders.season();
    Optional<String> before = ReleaseNoise.clean(file.substring(0, mark.start()));
    Optional<String> show = folders.season().isPresent() ? folders.show().or(() -> before) : before;
    String name = ReleaseNoise.clean(file.substring(mark.end())).orElseGet(mark::words);
    return new TitleName(
        TitleKind.EPISODE, show.or(folders::nearest), season, mark.episodes(), name, mark.year());
  }

  private Optional<TitleName> movie() {
    return yearInBrackets(file)
        .or(this::releaseWithYear)
        .or(this::folderWithYear)
        .or(this::releaseOrShelf);
  }

  /** {@code Name (2008)}, whatever follows. */
  private static Optional<TitleName> yearInBrackets(String text) {
    Matcher year = YEAR_IN_BRACKETS.matcher(text);
    return year.find() ? movie(text.substring(0, year.start()), year.group(1)) : Optional.empty();
  }

  /** {@code Name.2008.1080p.…}; without the release's words the number may belong to the name. */
  private Optional<TitleName> releaseWithYear() {
    if (!ReleaseNoise.isRelease(file)) {
      return Optional.empty();
    }
    String name = ReleaseNoise.cut(file);
    Matcher year = YEAR_AT_END.matcher(name);
    return year.find() ? movie(name.substring(0, year.start()), year.group(1)) : Optional.empty();
  }

  /** {@code Name (2008)/Name.mkv}; other files in such a folder are extras. */
  private Optional<TitleName> folderWithYear() {
    return folders
        .nearest()
        .flatMap(TitleNames::yearInBrackets)
        .filter(movie -> SearchKey.of(file).startsWith(SearchKey.of(movie.name())));
  }

  private Optional<TitleName> releaseOrShelf() {
    boolean told = ReleaseNoise.isRelease(file) || folders.any(MOVIE_FOLDER);
    return told ? Optional.of(named(TitleKind.MOVIE)) : Optional.empty();
  }

  private TitleName clip() {
    return named(TitleKind.CLIP);
  }

  private TitleName named(TitleKind kind) {
    return new TitleName(
        kind,
        Optional.empty(),
        OptionalInt.empty(),
        List.of(),
        ReleaseNoise.clean(file).orElse(file),
        OptionalInt.empty());
  }

  private static Optional<TitleName> movie(String name, String year) {
    return ReleaseNoise.clean(name)
        .map(
            clean ->
                new TitleName(
                    TitleKind.MOVIE,
                    Optional.empty(),
                    OptionalInt.empty(),
                    List.of(),
                    clean,
                    OptionalInt.of(Integer.parseInt(year))));
  }

  private static String baseName(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    int dot = file.lastIndexOf('.');
    String base = (dot > 0 ? file.substring(0, dot) : file).strip();
    String bounded = base.length() > MAX_FILE_CHARS ? base.substring(0, MAX_FILE_CHARS) : base;
    return bounded.isBlank() ? "untitled" : bounded;
  }
}
