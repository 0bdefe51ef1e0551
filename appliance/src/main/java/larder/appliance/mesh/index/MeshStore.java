package larder.appliance.mesh.index;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import larder.appliance.mesh.FolderId;
import larder.appliance.store.Database;
import larder.appliance.store.SqlFunction;

/** The mesh's part of the state: transactions over the {@code mesh_} tables. */
public final class MeshStore {

  private static final String FOLDER_ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  /** 80 bits. */
  private static final int FOLDER_ID_CHARS = 16;

  private final Database database;
  private final RandomGenerator random;

  /**
   * @param random makes index ids and folder ids; nobody must be able to guess the latter
   */
  public MeshStore(Database database, RandomGenerator random) {
    this.database = database;
    this.random = random;
  }

  /**
   * Must be called once before anything else. After the state was restored from a backup, peers
   * know more of us than we do, so our indexes start anew.
   */
  public void open() {
    write(
        sql -> {
          Optional<String> seen =
              sql.first(
                  "SELECT value FROM mesh_meta WHERE key = 'generation'", row -> row.getString(1));
          if (!seen.equals(Optional.of(database.generation()))) {
            for (long key : sql.list("SELECT key FROM mesh_folder", row -> row.getLong(1))) {
              sql.update("UPDATE mesh_folder SET index_id = ? WHERE key = ?", newIndexId(), key);
            }
            sql.update(
                "INSERT OR REPLACE INTO mesh_meta (key, value) VALUES ('generation', ?)",
                database.generation());
          }
          return true;
        });
  }

  /** Drops block hashes that nobody refers to; looks at all of them, but writes only if need be. */
  void sweep() {
    List<Long> unused = read(Contents::unused);
    if (!unused.isEmpty()) {
      write(sql -> Contents.drop(sql, unused));
    }
  }

  /** Reads a snapshot. */
  public <T> T read(SqlFunction<Sql, T> work) {
    return database.read(
        connection -> {
          try (Sql sql = new Sql(connection)) {
            return work.apply(sql);
          }
        });
  }

  /** Runs one transaction, durable on return. The work must not call out of the mesh. */
  public <T> T write(SqlFunction<Sql, T> work) {
    return database.write(
        connection -> {
          try (Sql sql = new Sql(connection)) {
            return work.apply(sql);
          }
        });
  }

  /**
   * An id that nobody guesses, in the form that Syncthing gives its own: {@code abcdefgh-ijklmnop}.
   */
  FolderId newFolderId() {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < FOLDER_ID_CHARS; i++) {
      id.append(i == FOLDER_ID_CHARS / 2 ? "-" : "");
      id.append(FOLDER_ID_ALPHABET.charAt(random.nextInt(FOLDER_ID_ALPHABET.length())));
    }
    return new FolderId(id.toString());
  }

  /** A name for a new line of sequences; never 0, which means "none" on the wire. */
  long newIndexId() {
    long id = random.nextLong();
    return id == 0 ? 1 : id;
  }
}
