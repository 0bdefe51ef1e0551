package larder.appliance.library;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import larder.appliance.mesh.FolderId;
import larder.appliance.store.Sql;
import larder.media.ContentId;
import larder.media.TitleId;

/**
 * Titles from the web among those of the folders: they are in a folder of their own, which is none
 * of the mesh's. Called inside the database's transactions.
 */
public final class WebTitleRows {

  /** No device's folder is followed under this id. */
  public static final FolderId FOLDER = new FolderId("larder.web");

  /** Of the id, before the file's name: two files of one name are two titles. */
  private static final int PREFIX_CHARS = 8;

  private WebTitleRows() {}

  /** The id of whatever lies at a URL. */
  public static TitleId idOf(String url) {
    return TitleWriter.idOf(FOLDER, url);
  }

  /** What a file's name tells. */
  public static TitleName nameOf(String fileName) {
    return TitleNames.of(fileName);
  }

  /** Whether a file's name says that it is a video. */
  public static boolean isVideo(String fileName) {
    return VideoFiles.isVideo(fileName);
  }

  /** Adds a title, or notes that its file has another name, size or content. */
  public static void put(
      Connection connection,
      TitleId id,
      String fileName,
      long sizeBytes,
      Optional<ContentId> content)
      throws SQLException {
    TitleName name = TitleNames.of(fileName);
    Sql.update(
        connection,
        "INSERT INTO title (id, folder, path, size_bytes, modified_ms, content, kind, show,"
            + " show_key, season, episodes, name, year, sort_key, search)"
            + " VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET path = excluded.path,"
            + " size_bytes = excluded.size_bytes, content = excluded.content,"
            + " kind = excluded.kind, show = excluded.show, show_key = excluded.show_key,"
            + " season = excluded.season, episodes = excluded.episodes, name = excluded.name,"
            + " year = excluded.year, sort_key = excluded.sort_key, search = excluded.search,"
            + " duration_ms = CASE WHEN title.content = excluded.content THEN duration_ms END",
        id.value(),
        FOLDER.value(),
        id.value().substring(0, PREFIX_CHARS) + "/" + fileName,
        sizeBytes,
        content.map(ContentId::hex),
        name.kind().name().toLowerCase(Locale.ROOT),
        name.show(),
        name.show().map(SearchKey::of),
        name.season(),
        name.episodes().stream().map(String::valueOf).collect(Collectors.joining(",")),
        name.name(),
        name.year(),
        TitleWriter.sortKey(name),
        SearchKey.of(fileName + " " + name.show().orElse("") + " " + name.name()));
  }

  public static void delete(Connection connection, TitleId id) throws SQLException {
    TitleWriter.delete(connection, id);
  }
}
