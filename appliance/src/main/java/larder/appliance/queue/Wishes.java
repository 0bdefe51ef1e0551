package larder.appliance.queue;

import java.sql.Connection;
import java.sql.SQLException;
import larder.appliance.store.Database;
import larder.appliance.store.Sql;
import larder.media.ContentId;
import larder.media.cache.Interest;

/** What the household still wants of what is in the cache: the queue and what was watched say. */
public final class Wishes {

  private static final String STILL_FETCHED =
      "SELECT count(*) FROM queue_entry WHERE content = ? AND stage IN ('wanted', 'paused')";

  private static final String QUEUED = "SELECT count(*) FROM queue_entry WHERE content = ?";

  private static final String WATCHED =
      "SELECT count(*) FROM title t JOIN progress p ON p.title = t.id"
          + " WHERE t.content = ? AND p.watched = 1";

  private static final String BEGUN =
      "SELECT count(*) FROM title t JOIN progress p ON p.title = t.id"
          + " WHERE t.content = ? AND p.watched = 0 AND p.position_ms > 0";

  private final Database database;

  public Wishes(Database database) {
    this.database = database;
  }

  /** Asks the disk; rarely called, when the cache needs room. */
  public Interest interest(ContentId content) {
    return database.read(connection -> interest(connection, content.hex()));
  }

  private static Interest interest(Connection connection, String content) throws SQLException {
    if (any(connection, STILL_FETCHED, content)) {
      return Interest.WANTED;
    }
    if (any(connection, WATCHED, content)) {
      return Interest.WATCHED;
    }
    return any(connection, QUEUED, content) || any(connection, BEGUN, content)
        ? Interest.WANTED
        : Interest.IDLE;
  }

  private static boolean any(Connection connection, String query, String content)
      throws SQLException {
    return Sql.number(connection, query, content) > 0;
  }
}
