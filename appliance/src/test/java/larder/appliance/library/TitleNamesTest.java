package larder.appliance.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TitleNamesTest {

  /** Path, then what is read: kind, show, season, episodes, name, year; a dash is unknown. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          The Shore/Season 1/02 - Tide.mkv               | EPISODE/The Shore/1/2/Tide/-
          The Shore/Season 01/S01E02 - Tide.mkv          | EPISODE/The Shore/1/2/Tide/-
          The Shore/Staffel 2/03.mkv                     | EPISODE/The Shore/2/3/Episode 3/-
          The Shore/Specials/01 - Making of.mkv          | EPISODE/The Shore/0/1/Making of/-
          The.Shore.S02/the.shore.s02e04.mkv             | EPISODE/The Shore/2/4/Episode 4/-
          the.shore.s01e02.1080p.web-dl.x264-grp.mkv     | EPISODE/the shore/1/2/Episode 2/-
          The.Shore.S01E02.Low.Tide.720p.mkv             | EPISODE/The Shore/1/2/Low Tide/-
          The Shore - S01E02-E04 - Long Night.mp4        | EPISODE/The Shore/1/2+3+4/Long Night/-
          The Shore s01e02e03.mp4                        | EPISODE/The Shore/1/2+3/Episodes 2, 3/-
          The Shore S01E05-720p.mp4                      | EPISODE/The Shore/1/5/Episode 5/-
          The Shore 1x02 Tide.avi                        | EPISODE/The Shore/1/2/Tide/-
          Mr. Shore - 3x11.avi                           | EPISODE/Mr. Shore/3/11/Episode 11/-
          The Shore/Season 1 Episode 7.mp4               | EPISODE/The Shore/1/7/Episode 7/-
          The Shore/S01E01.mkv                           | EPISODE/The Shore/1/1/Episode 1/-
          S01E01.mkv                                     | EPISODE/-/1/1/Episode 1/-
          The Shore/Episode 12.mkv                       | EPISODE/The Shore/-/12/Episode 12/-
          Evening News/Evening.News.2024.03.15.mkv       | EPISODE/Evening News/-/-/2024-03-15/2024
          Evening News/2024-03-15 Storm.mkv              | EPISODE/Evening News/-/-/Storm/2024
          Sintel (2010).mp4                              | MOVIE/-/-/-/Sintel/2010
          Sintel (2010) 1080p [grp].mp4                  | MOVIE/-/-/-/Sintel/2010
          Sintel.2010.1080p.BluRay.x264.mkv              | MOVIE/-/-/-/Sintel/2010
          2001.A.Space.Walk.1968.REMUX.mkv               | MOVIE/-/-/-/2001 A Space Walk/1968
          Sintel (2010)/Sintel.mkv                       | MOVIE/-/-/-/Sintel/2010
          Sintel (2010)/making of.mkv                    | CLIP/-/-/-/making of/-
          Movies/Wonder Day 1984.mkv                     | MOVIE/-/-/-/Wonder Day 1984/-
          Wonder Day 1984.mkv                            | CLIP/-/-/-/Wonder Day 1984/-
          holiday_at_the_sea.mov                         | CLIP/-/-/-/holiday at the sea/-
          1920x1080 test.mp4                             | CLIP/-/-/-/1920x1080 test/-
          VID_20240315_101112.mp4                        | CLIP/-/-/-/VID 20240315 101112/-
          2024-13-45.mp4                                 | CLIP/-/-/-/2024-13-45/-
          99999x99999.mp4                                | CLIP/-/-/-/99999x99999/-
          ....mkv                                        | CLIP/-/-/-/.../-
          """)
  void path_isRead(String path, String expected) {
    assertThat(text(TitleNames.of(path))).isEqualTo(expected);
  }

  private static String text(TitleName name) {
    String episodes =
        name.episodes().stream().map(String::valueOf).collect(Collectors.joining("+"));
    return String.join(
        "/",
        name.kind().name(),
        name.show().orElse("-"),
        name.season().isPresent() ? String.valueOf(name.season().getAsInt()) : "-",
        episodes.isEmpty() ? "-" : episodes,
        name.name(),
        name.year().isPresent() ? String.valueOf(name.year().getAsInt()) : "-");
  }
}
