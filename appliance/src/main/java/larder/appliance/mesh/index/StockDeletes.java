package larder.appliance.mesh.index;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import larder.appliance.mesh.HeldDeletes;
import larder.appliance.mesh.wire.FileInfo;

/**
 * The deletes in stock folders that wait for the owner. A held delete is stored as what its device
 * announced, but still with the content that the file had: so the catalog goes on to show the file,
 * nothing of it is dropped, and we do not repeat the delete. When it is taken, the content goes.
 */
final class StockDeletes {

  /** Of a folder whose owner said that the files stay. */
  private static final String KEPT = "kept";

  private static final String HELD =
      " WHERE folder = ? AND content IS NOT NULL AND flags & " + EntryRows.DELETED + " <> 0";

  private final MassDelete rule;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  /** Deletes that were taken lately, by folder number. */
  @GuardedBy("lock")
  private final Map<Long, Taken> taken = new HashMap<>();

  StockDeletes(MassDelete rule, InstantSource clock) {
    this.rule = rule;
    this.clock = clock;
  }

  /** How many deletes were taken since when. */
  private record Taken(Instant since, long count) {}

  /**
   * Which of {@code files}, just announced by {@code remote} and not stored yet, are deletes to be
   * held. Notes since when.
   */
  Set<String> toHold(Sql sql, Folder folder, long remote, List<FileInfo> files)
      throws SQLException {
    Set<String> gone = new HashSet<>();
    for (FileInfo file : files) {
      if (file.deleted() && RemoteIndexes.content(sql, folder, remote, file.name()).isPresent()) {
        gone.add(file.name());
      }
    }
    if (gone.isEmpty()) {
      return gone;
    }
    Instant now = clock.instant();
    long before = takenLately(folder, now);
    boolean held = since(sql, folder).isPresent();
    if (held || rule.isMass(before + gone.size(), before + live(sql, folder))) {
      if (!held) {
        remember(sql, folder, Long.toString(now.toEpochMilli()));
      }
      return gone;
    }
    note(folder, now, before + gone.size());
    return Set.of();
  }

  /** What waits for the owner's word in {@code folder}. */
  static Optional<HeldDeletes> held(Sql sql, Folder folder) throws SQLException {
    Optional<Instant> since = since(sql, folder);
    long count = since.isPresent() ? names(sql, folder).size() : 0;
    return count == 0 ? Optional.empty() : since.map(at -> new HeldDeletes(count, at));
  }

  /** Whether the owner had as long as anybody needs. */
  boolean isOver(Sql sql, Folder folder) throws SQLException {
    return since(sql, folder).filter(at -> rule.isOver(at, clock.instant())).isPresent();
  }

  /** The held deletes are taken. @return the files that go, which are to be followed */
  static List<String> take(Sql sql, Folder folder) throws SQLException {
    List<String> names = names(sql, folder);
    sql.update("UPDATE mesh_entry SET content = NULL, size = 0" + HELD, folder.key());
    sql.update("DELETE FROM mesh_meta WHERE key = ?", key(folder));
    return names;
  }

  /** The files stay, and the owner is not asked again. @return whether any was held */
  static boolean keep(Sql sql, Folder folder) throws SQLException {
    boolean held = held(sql, folder).isPresent();
    if (held) {
      remember(sql, folder, KEPT);
    }
    return held;
  }

  private static List<String> names(Sql sql, Folder folder) throws SQLException {
    return sql.list(
        "SELECT DISTINCT name FROM mesh_entry" + HELD, row -> row.getString(1), folder.key());
  }

  private static long live(Sql sql, Folder folder) throws SQLException {
    return sql.first(
            "SELECT count(DISTINCT name) FROM mesh_entry"
                + " WHERE folder = ? AND content IS NOT NULL AND "
                + EntryRows.IS_LIVE,
            row -> row.getLong(1),
            folder.key())
        .orElse(0L);
  }

  private static Optional<Instant> since(Sql sql, Folder folder) throws SQLException {
    return sql.first(
            "SELECT value FROM mesh_meta WHERE key = ?", row -> row.getString(1), key(folder))
        .filter(value -> !value.equals(KEPT))
        .map(value -> Instant.ofEpochMilli(Long.parseLong(value)));
  }

  private static void remember(Sql sql, Folder folder, String value) throws SQLException {
    sql.update("INSERT OR REPLACE INTO mesh_meta (key, value) VALUES (?, ?)", key(folder), value);
  }

  private static String key(Folder folder) {
    return "held-deletes " + folder.id().value();
  }

  private long takenLately(Folder folder, Instant now) {
    lock.lock();
    try {
      Taken lately = taken.get(folder.key());
      if (lately == null || !now.isBefore(lately.since().plus(rule.window()))) {
        return 0;
      }
      return lately.count();
    } finally {
      lock.unlock();
    }
  }

  private void note(Folder folder, Instant now, long count) {
    lock.lock();
    try {
      taken.merge(
          folder.key(),
          new Taken(now, count),
          (old, fresh) ->
              now.isBefore(old.since().plus(rule.window()))
                  ? new Taken(old.since(), count)
                  : fresh);
    } finally {
      lock.unlock();
    }
  }
}
