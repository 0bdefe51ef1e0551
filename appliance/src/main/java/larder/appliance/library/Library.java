package larder.appliance.library;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import larder.appliance.library.Standing.Presence;
import larder.appliance.library.Title.Keeping;
import larder.appliance.mesh.FolderId;
import larder.appliance.store.Sql;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Verdict;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.TitleId;
import larder.media.cache.CacheView;

/**
 * All titles known, present or not. Lists come a page at a time from the disk; follows the catalog
 * on a thread of its own. Safe for several threads; calls block for disk only.
 */
public final class Library {

  /** More than any show has; a bound on one answer. */
  private static final int MAX_EPISODES = 5_000;

  private final LibraryPorts ports;
  private final CatalogFollower follower;

  public Library(LibraryPorts ports) {
    this.ports = ports;
    this.follower = new CatalogFollower(ports);
  }

  /**
   * Starts to follow the catalog on a thread of {@code owner}, which ends it. What was known in the
   * last run is there before.
   */
  public void start(Supervisor owner) {
    owner.start("library", Verdict.restart(), follower::run);
  }

  /**
   * The titles that match {@code query}, a page of them.
   *
   * @throws IllegalArgumentException if the query's cursor is none of this library's
   */
  public Page<Title> page(TitleQuery query) {
    List<TitleRow> rows = ports.database().read(connection -> TitleTable.page(connection, query));
    boolean more = rows.size() > query.limit();
    List<TitleRow> items = more ? rows.subList(0, query.limit()) : rows;
    return new Page<>(
        titles(items),
        more
            ? Optional.of(
                new Cursor(items.getLast().sortKey(), items.getLast().id().value()).text())
            : Optional.empty());
  }

  /** What {@code viewer} began and did not finish, the latest first, at most {@code limit}. */
  public List<Title> begun(ViewerId viewer, int limit) {
    return titles(
        ports.database().read(connection -> WatchedLately.begun(connection, viewer, limit)));
  }

  /**
   * Of each show that {@code viewer} is watching, the latest first, the episode to go on with; what
   * he began already is not in it. At most {@code limit}.
   */
  public List<Title> upNext(ViewerId viewer, int limit) {
    return titles(
        ports.database().read(connection -> WatchedLately.upNext(connection, viewer, limit)));
  }

  /** The shows by name, at most {@code limit}, from {@code cursor} on. */
  public Page<Show> shows(Optional<String> cursor, int limit) {
    String after = Cursor.parse(cursor).sortKey();
    List<Show> shows =
        ports.database().read(connection -> TitleTable.shows(connection, after, limit + 1));
    boolean more = shows.size() > limit;
    List<Show> items = more ? shows.subList(0, limit) : shows;
    return new Page<>(
        items,
        more
            ? Optional.of(new Cursor(SearchKey.of(items.getLast().name()), "").text())
            : Optional.empty());
  }

  public Optional<Title> title(TitleId id, ViewerId viewer) {
    return row(id, viewer).map(row -> title(row, new Availabilities(ports)));
  }

  /** The title that follows in its show; empty for the last one and for what is no episode. */
  public Optional<Title> next(TitleId id, ViewerId viewer) {
    return row(id, viewer)
        .flatMap(
            row -> ports.database().read(connection -> TitleTable.next(connection, viewer, row)))
        .map(row -> title(row, new Availabilities(ports)));
  }

  /**
   * The chunks of a title's newest version. A title whose file is gone has those that it had when
   * they were last asked for.
   *
   * @return empty if the title is not known, or nobody has told its chunks yet
   */
  public Optional<Manifest> manifest(TitleId id) {
    return row(id, ViewerId.DEFAULT).flatMap(row -> row.gone() ? stored(row) : newest(row));
  }

  /** Whether and under which name a title is known, without a look at where its bytes are. */
  public Optional<TitleName> name(TitleId id) {
    return row(id, ViewerId.DEFAULT).map(TitleRow::name);
  }

  /** How many titles of a folder can be watched or once could. */
  public int count(FolderId folder) {
    return ports
        .database()
        .read(
            connection ->
                Sql.number(
                    connection, "SELECT titles FROM title_count WHERE folder = ?", folder.value()))
        .intValue();
  }

  /** The episodes of a show, or of one season of it, in their order. */
  public List<TitleId> episodes(String show, OptionalInt season) {
    return ports
        .database()
        .read(connection -> TitleTable.episodes(connection, show, MAX_EPISODES))
        .stream()
        .filter(row -> season.isEmpty() || row.name().season().equals(season))
        .map(TitleRow::id)
        .toList();
  }

  /** Exempts a title from eviction, or no longer. @return false if it is not known */
  public boolean keep(TitleId id, Keeping keeping) {
    Optional<Manifest> manifest = manifest(id);
    int changed =
        ports
            .database()
            .write(
                connection ->
                    Sql.update(
                        connection,
                        "UPDATE title SET keep = ? WHERE id = ?",
                        keeping == Keeping.KEPT ? 1 : 0,
                        id.value()));
    manifest.ifPresent(known -> ports.cache().keep(known.contentId(), cacheKeep(keeping)));
    ports.events().publish("library", id.value());
    return changed > 0;
  }

  /** Notes how long a title plays, once somebody looked into it. */
  public void learnDuration(TitleId id, Duration duration) {
    ports
        .database()
        .write(
            connection ->
                Sql.update(
                    connection,
                    "UPDATE title SET duration_ms = ? WHERE id = ?",
                    duration.toMillis(),
                    id.value()));
    ports.events().publish("library", id.value());
  }

  /** What is known of a title's file. */
  public Standing standing(TitleId id) {
    return row(id, ViewerId.DEFAULT)
        .map(row -> new Standing(row.gone() ? Presence.GONE : Presence.IN_FOLDER, row.content()))
        .orElseGet(() -> new Standing(Presence.UNKNOWN, Optional.empty()));
  }

  /**
   * Calls {@code listener} with titles that appeared, changed or went, on the library's or the
   * web's thread, which waits for it.
   */
  public Subscription onChange(Consumer<Set<TitleId>> listener) {
    follower.listeners().add(listener);
    Subscription web = ports.web().onChange(listener);
    return () -> {
      web.close();
      follower.listeners().remove(listener);
    };
  }

  /** The titles from the web. */
  public WebTitles web() {
    return ports.web();
  }

  private List<Title> titles(List<TitleRow> rows) {
    Availabilities availabilities = new Availabilities(ports);
    return rows.stream().map(row -> title(row, availabilities)).toList();
  }

  private Optional<TitleRow> row(TitleId id, ViewerId viewer) {
    return ports.database().read(connection -> TitleTable.byId(connection, viewer, id));
  }

  private Optional<Manifest> stored(TitleRow row) {
    return row.content()
        .flatMap(
            id ->
                ports
                    .database()
                    .read(connection -> Contents.find(connection, id))
                    .or(() -> ports.cache().manifest(id)));
  }

  private Optional<Manifest> newest(TitleRow row) {
    if (row.isFromWeb()) {
      return ports.web().manifest(row.id());
    }
    Optional<Manifest> manifest = ports.catalog().manifest(row.folder(), row.path());
    if (manifest.isPresent() && !isAdopted(row, manifest.get().contentId())) {
      adopt(row, manifest.get());
    }
    return manifest;
  }

  private boolean isAdopted(TitleRow row, ContentId newest) {
    return row.content().equals(Optional.of(newest))
        && ports.database().read(connection -> Contents.isStored(connection, newest));
  }

  private void adopt(TitleRow row, Manifest manifest) {
    ports
        .database()
        .write(
            connection -> {
              Contents.store(connection, row.id(), manifest);
              return manifest;
            });
    if (row.keep() == Keeping.KEPT) {
      ports.cache().keep(manifest.contentId(), CacheView.Keep.KEPT);
    }
  }

  private static CacheView.Keep cacheKeep(Keeping keeping) {
    return switch (keeping) {
      case KEPT -> CacheView.Keep.KEPT;
      case EVICTABLE -> CacheView.Keep.EVICTABLE;
    };
  }

  private static Title title(TitleRow row, Availabilities availabilities) {
    return new Title(
        row.id(),
        row.name(),
        row.folder(),
        row.path(),
        row.sizeBytes(),
        row.duration(),
        availabilities.of(row),
        row.progress(),
        row.keep());
  }

  /** Ends a listener's calls. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
