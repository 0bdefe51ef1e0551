package larder.appliance.library;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import larder.appliance.mesh.FolderId;
import larder.appliance.store.Sql;
import larder.media.ContentId;
import larder.media.TitleId;

/** The titles on disk: finding them. Called inside the database's transactions. */
final class TitleTable {

  static final String COLUMNS =
      "SELECT title.*, progress.position_ms, progress.watched FROM title"
          + " LEFT JOIN progress ON progress.title = title.id AND progress.viewer = ? ";

  private TitleTable() {}

  static Optional<TitleRow> byId(Connection connection, ViewerId viewer, TitleId id)
      throws SQLException {
    return Sql.first(
        connection, COLUMNS + "WHERE title.id = ?", TitleTable::row, viewer.value(), id.value());
  }

  /** One more than the query's limit, so that the caller knows whether there is more. */
  static List<TitleRow> page(Connection connection, TitleQuery query) throws SQLException {
    Cursor from = Cursor.parse(query.cursor());
    List<Object> arguments = new ArrayList<>();
    StringBuilder sql = new StringBuilder(COLUMNS).append("WHERE (sort_key, title.id) > (?, ?) ");
    arguments.addAll(List.of(query.viewer().value(), from.sortKey(), from.id()));
    if (query.show().isPresent()) {
      sql.append("AND show_key = ? ");
      arguments.add(SearchKey.of(query.show().get()));
    }
    sql.append(onShelf(query.shelf()));
    for (String word : words(query.text())) {
      sql.append("AND search LIKE ? ESCAPE '\\' ");
      arguments.add("%" + escaped(word) + "%");
    }
    sql.append("ORDER BY sort_key, title.id LIMIT ?");
    arguments.add(query.limit() + 1);
    return Sql.list(connection, sql.toString(), TitleTable::row, arguments.toArray());
  }

  /** As the partial indexes of the shelves say it, word for word. */
  private static String onShelf(TitleQuery.Shelf shelf) {
    return switch (shelf) {
      case ALL -> "";
      case MOVIES -> "AND kind = 'movie' ";
      case CLIPS -> "AND show_key IS NULL AND kind <> 'movie' ";
    };
  }

  /** The episodes of a show in their order, at most {@code limit}. */
  static List<TitleRow> episodes(Connection connection, String show, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        COLUMNS + "WHERE show_key = ? ORDER BY sort_key, title.id LIMIT ?",
        TitleTable::row,
        ViewerId.DEFAULT.value(),
        SearchKey.of(show),
        limit);
  }

  /** The title that follows {@code row} in its show. */
  static Optional<TitleRow> next(Connection connection, ViewerId viewer, TitleRow row)
      throws SQLException {
    if (row.name().show().isEmpty()) {
      return Optional.empty();
    }
    return Sql.first(
        connection,
        COLUMNS
            + "WHERE show_key = ? AND (sort_key, title.id) > (?, ?)"
            + " ORDER BY sort_key, title.id LIMIT 1",
        TitleTable::row,
        viewer.value(),
        SearchKey.of(row.name().show().get()),
        row.sortKey(),
        row.id().value());
  }

  static List<Show> shows(Connection connection, String afterKey, int limit) throws SQLException {
    return Sql.list(
        connection,
        "SELECT min(show) AS show, count(*) AS titles,"
            + " group_concat(DISTINCT season) AS seasons FROM title"
            + " WHERE show_key > ? GROUP BY show_key ORDER BY show_key LIMIT ?",
        row ->
            new Show(
                row.getString("show"),
                numbers(Sql.text(row, "seasons").orElse("")),
                row.getInt("titles")),
        afterKey,
        limit);
  }

  static List<Integer> numbers(String commas) {
    return commas.isEmpty()
        ? List.of()
        : Arrays.stream(commas.split(",")).map(Integer::valueOf).sorted().toList();
  }

  private static List<String> words(String text) {
    return Arrays.stream(SearchKey.of(text).split(" ")).filter(word -> !word.isEmpty()).toList();
  }

  private static String escaped(String word) {
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  static TitleRow row(ResultSet row) throws SQLException {
    return new TitleRow(
        new TitleId(row.getString("id")),
        name(row),
        new FolderId(row.getString("folder")),
        row.getString("path"),
        row.getLong("size_bytes"),
        duration(row),
        Sql.text(row, "content").map(ContentId::new),
        row.getInt("keep") == 1 ? Title.Keeping.KEPT : Title.Keeping.EVICTABLE,
        row.getInt("gone") == 1,
        row.getString("sort_key"),
        new WatchState(Duration.ofMillis(row.getLong("position_ms")), row.getInt("watched") == 1));
  }

  private static TitleName name(ResultSet row) throws SQLException {
    return new TitleName(
        TitleKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        Sql.text(row, "show"),
        Sql.integer(row, "season"),
        numbers(row.getString("episodes")),
        row.getString("name"),
        Sql.integer(row, "year"));
  }

  private static Optional<Duration> duration(ResultSet row) throws SQLException {
    OptionalLong millis = Sql.longInteger(row, "duration_ms");
    return millis.isPresent()
        ? Optional.of(Duration.ofMillis(millis.getAsLong()))
        : Optional.empty();
  }
}
