package larder.appliance.library;

import static larder.appliance.testing.Household.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import larder.appliance.library.Progress.Mark;
import larder.appliance.library.TitleQuery.Shelf;
import larder.appliance.store.Sql;
import larder.appliance.testing.Household;
import larder.media.TitleId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedLatelyTest {

  private static final ViewerId VIEWER = ViewerId.DEFAULT;

  @TempDir Path home;
  private Household box;
  private Progress progress;
  private Instant now = Instant.parse("2026-11-28T20:00:00Z");

  @BeforeEach
  void open() {
    box = new Household(home).start();
    progress = new Progress(box.database, () -> now, box.events);
  }

  @AfterEach
  void close() {
    box.close();
  }

  @Test
  void begun_severalTitles_areLatestFirstWithoutLooksAndWithoutWatched() {
    TitleId first = box.file("a.mkv", 10);
    TitleId later = box.file("b.mkv", 10);
    note(later, 60, Mark.UNWATCHED);
    note(first, 60, Mark.UNWATCHED);
    note(later, 70, Mark.UNWATCHED);
    note(box.file("looked.mkv", 10), 4, Mark.UNWATCHED);
    note(box.file("seen.mkv", 10), 60, Mark.WATCHED);
    assertThat(ids(box.library.begun(VIEWER, 10))).containsExactly(later, first);
    assertThat(ids(box.library.begun(VIEWER, 1))).containsExactly(later);
  }

  @Test
  void upNext_ofEachShow_isTheFirstUnwatchedAfterTheLastWatched() {
    TitleId one = box.file("Atlas/S01E01.mkv", 10);
    TitleId two = box.file("Atlas/S01E02.mkv", 10);
    TitleId three = box.file("Atlas/S02E01.mkv", 10);
    TitleId shore = box.file("Shore/S01E01.mkv", 10);
    TitleId shoreNext = box.file("Shore/S01E02.mkv", 10);
    note(two, 0, Mark.WATCHED);
    note(shore, 0, Mark.WATCHED);
    note(one, 0, Mark.WATCHED);
    assertThat(ids(box.library.upNext(VIEWER, 10))).containsExactly(three, shoreNext);
    assertThat(ids(box.library.upNext(VIEWER, 1))).containsExactly(three);
  }

  @Test
  void upNext_begunOrOver_isNone() {
    TitleId one = box.file("Atlas/S01E01.mkv", 10);
    TitleId two = box.file("Atlas/S01E02.mkv", 10);
    note(one, 0, Mark.WATCHED);
    note(two, 60, Mark.UNWATCHED);
    assertThat(box.library.upNext(VIEWER, 10)).isEmpty();
    note(two, 0, Mark.WATCHED);
    assertThat(box.library.upNext(VIEWER, 10)).isEmpty();
  }

  @Test
  void shelves_ofALibrary_holdMoviesAndWhatIsNeitherMovieNorShow() {
    box.file("Atlas/S01E01.mkv", 10);
    TitleId movie = box.file("Wind (2021).mkv", 10);
    TitleId clip = box.file("Birthday.mkv", 10);
    assertThat(ids(shelf(Shelf.MOVIES))).containsExactly(movie);
    assertThat(ids(shelf(Shelf.CLIPS))).containsExactly(clip);
    assertThat(shelf(Shelf.ALL)).hasSize(3);
  }

  @Test
  void rows_ofHome_areReadFromTheirIndexes() {
    String latest = " FROM progress CROSS JOIN title ON title.id = progress.title";
    String order = " ORDER BY updated_ms DESC LIMIT 9";
    assertThat(plan(latest + " WHERE viewer = 'default' AND watched = 0" + order))
        .contains("USING INDEX progress_begun")
        .doesNotContain("TEMP B-TREE");
    assertThat(plan(latest + " WHERE viewer = 'default' AND watched = 1" + order))
        .contains("USING INDEX progress_watched")
        .doesNotContain("TEMP B-TREE");
    String page = " AND (sort_key, id) > ('', '') ORDER BY sort_key, id LIMIT 9";
    assertThat(plan(" FROM title WHERE kind = 'movie'" + page))
        .contains("USING INDEX title_movies")
        .doesNotContain("TEMP B-TREE");
    assertThat(plan(" FROM title WHERE show_key IS NULL AND kind <> 'movie'" + page))
        .contains("USING INDEX title_clips")
        .doesNotContain("TEMP B-TREE");
  }

  private String plan(String query) {
    List<String> steps =
        box.database.read(
            connection ->
                Sql.list(
                    connection,
                    "EXPLAIN QUERY PLAN SELECT *" + query,
                    row -> row.getString("detail")));
    return String.join("\n", steps);
  }

  private List<Title> shelf(Shelf shelf) {
    return box.library
        .page(new TitleQuery(VIEWER, "", Optional.empty(), shelf, 10, Optional.empty()))
        .items();
  }

  private void note(TitleId title, int seconds, Mark mark) {
    now = now.plusSeconds(1);
    await(() -> box.library.title(title, VIEWER).isPresent());
    progress.note(VIEWER, title, Duration.ofSeconds(seconds), mark);
  }

  private static List<TitleId> ids(List<Title> titles) {
    return titles.stream().map(Title::id).toList();
  }
}
