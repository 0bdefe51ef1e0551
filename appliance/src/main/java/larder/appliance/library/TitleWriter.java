package larder.appliance.library;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import larder.appliance.mesh.CatalogFile;
import larder.appliance.mesh.FolderId;
import larder.appliance.store.Sql;
import larder.media.BlockHash;
import larder.media.ContentId;
import larder.media.TitleId;

/** The titles on disk: following the files. Called inside the database's transactions. */
final class TitleWriter {

  /** 128 bits: no two paths of a household share them. */
  private static final int ID_BYTES = 16;

  private TitleWriter() {}

  /** The id of whatever lies at {@code path}: it stays when the bytes change. */
  static TitleId idOf(FolderId folder, String path) {
    MessageDigest digest = BlockHash.sha256();
    digest.update((folder.value() + "\0" + path).getBytes(StandardCharsets.UTF_8));
    return new TitleId(HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES));
  }

  /** Adds files, or notes that they changed: how long other bytes play is unknown. */
  static void put(Connection connection, List<CatalogFile> files) throws SQLException {
    Sql.updateEach(
        connection,
        "INSERT INTO title (id, folder, path, size_bytes, modified_ms, content, kind, show,"
            + " show_key, season, episodes, name, year, sort_key, search)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET size_bytes = excluded.size_bytes,"
            + " modified_ms = excluded.modified_ms, gone = 0, content = excluded.content,"
            + " duration_ms = CASE WHEN title.content = excluded.content THEN duration_ms END",
        files.stream().map(TitleWriter::row).toList());
  }

  private static Object[] row(CatalogFile file) {
    TitleName name = TitleNames.of(file.name());
    return new Object[] {
      idOf(file.folder(), file.name()).value(),
      file.folder().value(),
      file.name(),
      file.sizeBytes(),
      file.modified().toEpochMilli(),
      file.content().map(ContentId::hex),
      name.kind().name().toLowerCase(Locale.ROOT),
      name.show(),
      name.show().map(SearchKey::of),
      name.season(),
      name.episodes().stream().map(String::valueOf).collect(Collectors.joining(",")),
      name.name(),
      name.year(),
      sortKey(name),
      SearchKey.of(file.name() + " " + name.show().orElse("") + " " + name.name())
    };
  }

  static void markGone(Connection connection, TitleId id) throws SQLException {
    Sql.update(connection, "UPDATE title SET gone = 1 WHERE id = ?", id.value());
  }

  static void delete(Connection connection, TitleId id) throws SQLException {
    Sql.update(connection, "DELETE FROM title WHERE id = ?", id.value());
  }

  /** Forgets up to {@code limit} titles of a folder that was left. */
  static List<TitleId> deleteSome(Connection connection, FolderId folder, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        "DELETE FROM title WHERE id IN (SELECT id FROM title WHERE folder = ? LIMIT ?)"
            + " RETURNING id",
        row -> new TitleId(row.getString(1)),
        folder.value(),
        limit);
  }

  static String sortKey(TitleName name) {
    String own = SearchKey.order(name.name());
    if (name.show().isEmpty()) {
      return own + " " + name.year().orElse(0);
    }
    int episode = name.episodes().isEmpty() ? 0 : name.episodes().getFirst();
    // A tab sorts before whatever a show's name may go on with.
    return "%s\t%05d\t%05d\t%s"
        .formatted(SearchKey.order(name.show().get()), name.season().orElse(99_999), episode, own);
  }
}
