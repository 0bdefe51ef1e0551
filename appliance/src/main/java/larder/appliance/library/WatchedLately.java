package larder.appliance.library;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import larder.appliance.store.Sql;

/** What a viewer goes on with, from what he watched last. Called inside the database's reads. */
final class WatchedLately {

  /** Less is a look, not a beginning: there is nothing to resume. */
  private static final Duration BEGUN_AFTER = Duration.ofSeconds(5);

  /** Shows that were last watched before so many other episodes are no longer being watched. */
  private static final int EPISODES_LOOKED_BACK = 100;

  private static final String LATEST_OF_VIEWER =
      "SELECT title.*, progress.position_ms, progress.watched FROM progress"
          + " CROSS JOIN title ON title.id = progress.title WHERE progress.viewer = ? ";

  private WatchedLately() {}

  /** What he began and did not finish, the latest first. */
  static List<TitleRow> begun(Connection connection, ViewerId viewer, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        LATEST_OF_VIEWER
            + "AND progress.watched = 0 AND progress.position_ms >= ?"
            + " ORDER BY progress.updated_ms DESC LIMIT ?",
        TitleTable::row,
        viewer.value(),
        BEGUN_AFTER.toMillis(),
        limit);
  }

  /**
   * Of each show that he is watching the first unwatched episode after the one that he finished
   * last, unless he began it; the show watched last comes first.
   */
  static List<TitleRow> upNext(Connection connection, ViewerId viewer, int limit)
      throws SQLException {
    List<TitleRow> following = new ArrayList<>();
    for (TitleRow last : lastOfEachShow(connection, viewer)) {
      if (following.size() < limit) {
        next(connection, viewer, last)
            .filter(row -> row.progress().position().compareTo(BEGUN_AFTER) < 0)
            .ifPresent(following::add);
      }
    }
    return following;
  }

  private static List<TitleRow> lastOfEachShow(Connection connection, ViewerId viewer)
      throws SQLException {
    List<TitleRow> latest =
        Sql.list(
            connection,
            LATEST_OF_VIEWER + "AND progress.watched = 1 ORDER BY progress.updated_ms DESC LIMIT ?",
            TitleTable::row,
            viewer.value(),
            EPISODES_LOOKED_BACK);
    Map<String, TitleRow> byShow = new LinkedHashMap<>();
    for (TitleRow row : latest) {
      row.name().show().ifPresent(show -> byShow.putIfAbsent(SearchKey.of(show), row));
    }
    return List.copyOf(byShow.values());
  }

  private static Optional<TitleRow> next(Connection connection, ViewerId viewer, TitleRow last)
      throws SQLException {
    return Sql.first(
        connection,
        TitleTable.COLUMNS
            + "WHERE show_key = ? AND (sort_key, title.id) > (?, ?)"
            + " AND coalesce(progress.watched, 0) = 0 ORDER BY sort_key, title.id LIMIT 1",
        TitleTable::row,
        viewer.value(),
        SearchKey.of(last.name().show().orElseThrow()),
        last.sortKey(),
        last.id().value());
  }
}
