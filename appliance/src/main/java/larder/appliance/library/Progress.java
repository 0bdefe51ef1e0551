package larder.appliance.library;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import larder.appliance.event.Events;
import larder.appliance.store.Database;
import larder.appliance.store.Sql;
import larder.media.TitleId;

/**
 * How far each viewer is in each title. On disk before a call returns. Safe for several threads.
 */
public final class Progress {

  /** Whoever saw this much saw the film; the rest is credits. */
  static final double WATCHED_SHARE = 0.92;

  private final Database database;
  private final InstantSource clock;
  private final Events events;

  /**
   * @param clock orders what was watched last; a wrong one does no other harm
   */
  public Progress(Database database, InstantSource clock, Events events) {
    this.database = database;
    this.clock = clock;
    this.events = events;
  }

  public List<Viewer> viewers() {
    return database.read(
        connection ->
            Sql.list(
                connection,
                "SELECT id, name FROM viewer ORDER BY id",
                row -> new Viewer(new ViewerId(row.getString("id")), row.getString("name"))));
  }

  /**
   * Notes where {@code viewer} is.
   *
   * @param position where he is, zero or more
   * @param mark whether it counts as watched
   */
  public ProgressOutcome note(ViewerId viewer, TitleId title, Duration position, Mark mark) {
    ProgressOutcome outcome =
        database.write(connection -> note(connection, viewer, title, position, mark));
    if (outcome instanceof ProgressOutcome.Noted) {
      events.publish("progress", title.value());
    }
    return outcome;
  }

  /** How far {@code viewer} is; unseen if he never was. */
  public WatchState of(ViewerId viewer, TitleId title) {
    return database.read(connection -> state(connection, viewer, title)).orElse(WatchState.UNSEEN);
  }

  /** What {@code viewer} began and did not finish, the latest first, at most {@code limit}. */
  public List<TitleId> unfinished(ViewerId viewer, int limit) {
    return database.read(
        connection ->
            Sql.list(
                connection,
                "SELECT progress.title FROM progress JOIN title ON title.id = progress.title"
                    + " WHERE viewer = ? AND watched = 0 AND position_ms > 0"
                    + " ORDER BY updated_ms DESC LIMIT ?",
                row -> new TitleId(row.getString(1)),
                viewer.value(),
                limit));
  }

  private ProgressOutcome note(
      Connection connection, ViewerId viewer, TitleId title, Duration position, Mark mark)
      throws SQLException {
    if (Sql.number(connection, "SELECT count(*) FROM viewer WHERE id = ?", viewer.value()) == 0) {
      return new ProgressOutcome.UnknownViewer(viewer);
    }
    Optional<OptionalLong> durationMs =
        Sql.first(
            connection,
            "SELECT duration_ms FROM title WHERE id = ?",
            row -> Sql.longInteger(row, "duration_ms"),
            title.value());
    if (durationMs.isEmpty()) {
      return new ProgressOutcome.UnknownTitle(title);
    }
    boolean seen = state(connection, viewer, title).map(WatchState::watched).orElse(false);
    boolean watched =
        switch (mark) {
          case WATCHED -> true;
          case UNWATCHED -> false;
          case BY_POSITION -> seen || isNearEnd(position, durationMs.get());
        };
    WatchState state = new WatchState(position, watched);
    store(connection, viewer, title, state);
    return new ProgressOutcome.Noted(state);
  }

  private void store(Connection connection, ViewerId viewer, TitleId title, WatchState state)
      throws SQLException {
    Sql.update(
        connection,
        "INSERT OR REPLACE INTO progress (viewer, title, position_ms, watched, updated_ms)"
            + " VALUES (?, ?, ?, ?, ?)",
        viewer.value(),
        title.value(),
        state.position().toMillis(),
        state.watched() ? 1 : 0,
        clock.millis());
  }

  private static Optional<WatchState> state(Connection connection, ViewerId viewer, TitleId title)
      throws SQLException {
    return Sql.first(
        connection,
        "SELECT position_ms, watched FROM progress WHERE viewer = ? AND title = ?",
        row ->
            new WatchState(
                Duration.ofMillis(row.getLong("position_ms")), row.getInt("watched") == 1),
        viewer.value(),
        title.value());
  }

  private static boolean isNearEnd(Duration position, OptionalLong durationMs) {
    return durationMs.isPresent()
        && durationMs.getAsLong() > 0
        && position.toMillis() >= durationMs.getAsLong() * WATCHED_SHARE;
  }

  /** Whether a title counts as watched. */
  public enum Mark {
    /** As before, or as soon as the position is near the end. */
    BY_POSITION,
    WATCHED,
    UNWATCHED
  }
}
