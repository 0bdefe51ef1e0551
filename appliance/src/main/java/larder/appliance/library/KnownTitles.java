package larder.appliance.library;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import larder.appliance.mesh.FolderId;
import larder.appliance.store.Database;
import larder.appliance.store.Sql;

/** Looks up what is written of files, by their names. */
final class KnownTitles {

  private final Database database;

  KnownTitles(Database database) {
    this.database = database;
  }

  /** The folders that have titles. */
  List<FolderId> folders() {
    return database.read(
        connection ->
            Sql.list(
                connection,
                "SELECT DISTINCT folder FROM title",
                row -> new FolderId(row.getString(1))));
  }

  /** By name, those after {@code after} up to {@code last}, or to the end. */
  Map<String, KnownTitle> of(FolderId folder, String after, Optional<String> last) {
    Map<String, KnownTitle> known = new HashMap<>();
    database.read(
        connection ->
            Sql.list(
                connection,
                "SELECT "
                    + KnownTitle.COLUMNS
                    + " FROM title WHERE folder = ? AND path > ?"
                    + (last.isPresent() ? " AND path <= ?" : " AND path <> ?"),
                row -> known.put(row.getString("path"), KnownTitle.read(row)),
                folder.value(),
                after,
                last.orElse("")));
    return known;
  }

  /** By name, those of {@code names} that are known. */
  Map<String, KnownTitle> of(FolderId folder, List<String> names) {
    Map<String, KnownTitle> known = new HashMap<>();
    database.read(
        connection -> {
          for (String name : names) {
            Sql.first(
                    connection,
                    "SELECT " + KnownTitle.COLUMNS + " FROM title WHERE folder = ? AND path = ?",
                    KnownTitle::read,
                    folder.value(),
                    name)
                .ifPresent(title -> known.put(name, title));
          }
          return known;
        });
    return known;
  }
}
