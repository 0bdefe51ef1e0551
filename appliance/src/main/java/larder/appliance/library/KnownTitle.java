package larder.appliance.library;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import larder.appliance.store.Sql;
import larder.media.ContentId;
import larder.media.TitleId;

/** What was written of a file when it was last looked at. */
record KnownTitle(
    TitleId id, long sizeBytes, Instant modified, Optional<ContentId> content, boolean gone) {

  /** The columns that {@link #read} needs. */
  static final String COLUMNS = "id, path, size_bytes, modified_ms, content, gone";

  static KnownTitle read(ResultSet row) throws SQLException {
    return new KnownTitle(
        new TitleId(row.getString("id")),
        row.getLong("size_bytes"),
        Instant.ofEpochMilli(row.getLong("modified_ms")),
        Sql.text(row, "content").map(ContentId::new),
        row.getInt("gone") == 1);
  }
}
