package larder.appliance.webtitle;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import larder.appliance.library.Library;
import larder.appliance.library.TitleName;
import larder.appliance.library.WebRequest;
import larder.appliance.library.WebStanding;
import larder.appliance.library.WebTitleRows;
import larder.appliance.library.WebTitles;
import larder.appliance.store.Database;
import larder.appliance.webtitle.WebRow.State;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.TitleId;
import larder.media.cache.ChunkStore;
import larder.media.source.http.Checksum;
import larder.media.source.http.FileNames;
import larder.media.source.http.WebUrl;

/**
 * The titles from the web: their rows, in memory as they are on disk. Safe for several threads;
 * only what writes blocks, for the disk.
 */
public final class WebShelf implements WebTitles {

  /** More mirrors than any file has; a bound on what one request makes the box ask. */
  private static final int MAX_MIRRORS = 8;

  private final Database database;
  private final ChunkStore store;
  private final Map<TitleId, WebRow> rows = new ConcurrentHashMap<>();
  private final Map<ContentId, TitleId> titles = new ConcurrentHashMap<>();
  private final List<Consumer<Set<TitleId>>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<TitleId>> lookers = new CopyOnWriteArrayList<>();

  public WebShelf(Database database, ChunkStore store) {
    this.database = database;
    this.store = store;
  }

  /** Reads what an earlier run left. What is not complete is checked again when it is. */
  public void open() {
    for (TitleId id : database.read(WebTable::all)) {
      reload(id);
      find(id).ifPresent(this::forgetStaleCheck);
    }
  }

  private void forgetStaleCheck(WebRow row) {
    boolean isWhole = row.manifest().map(Manifest::contentId).filter(store::isComplete).isPresent();
    if (!isWhole && row.found().filter(WebRow.Found::isChecked).isPresent()) {
      change(row.id(), connection -> WebTable.checked(connection, row.id(), false));
    }
  }

  @Override
  public NewTitle accept(WebRequest request) {
    WebUrl url = WebUrl.parse(request.url());
    if (request.mirrors().size() > MAX_MIRRORS) {
      throw new IllegalArgumentException(
          "a file has at most "
              + MAX_MIRRORS
              + " other addresses, not "
              + request.mirrors().size());
    }
    List<WebUrl> mirrors =
        request.mirrors().stream()
            .map(WebUrl::parse)
            .distinct()
            .filter(mirror -> !mirror.equals(url))
            .toList();
    Optional<String> name = request.name().map(WebShelf::checkedName);
    Optional<Checksum> checksum = request.checksum().map(Checksum::parse);
    String reason = "The server " + url.host() + " is being asked";
    TitleId id = WebTitleRows.idOf(url.toString());
    return new Accepted(
        new WebRow(id, url, mirrors, name, checksum, State.ASKING, reason, Optional.empty()));
  }

  private static String checkedName(String typed) {
    return FileNames.harmless(typed)
        .orElseThrow(() -> new IllegalArgumentException("\"" + typed + "\" names nothing"));
  }

  private record Accepted(WebRow row) implements NewTitle {
    @Override
    public TitleId id() {
      return row.id();
    }

    @Override
    public TitleName name() {
      return WebTitleRows.nameOf(fileName());
    }

    private String fileName() {
      return WebNames.before(row.url(), row.name());
    }

    @Override
    public void store(Connection connection) throws SQLException {
      boolean isNew = WebTable.find(connection, row.id()).isEmpty();
      WebTable.put(connection, row);
      if (isNew) {
        WebTitleRows.put(connection, row.id(), fileName(), 0, Optional.empty());
      }
    }
  }

  @Override
  public Optional<Manifest> manifest(TitleId id) {
    return find(id).flatMap(WebRow::manifest);
  }

  @Override
  public Optional<WebStanding> standing(TitleId id) {
    return find(id).map(row -> new WebStanding(state(row), row.url().host(), sentence(row)));
  }

  private WebStanding.State state(WebRow row) {
    return switch (row.state()) {
      case ASKING -> WebStanding.State.ASKING;
      case FAILED -> WebStanding.State.FAILED;
      case FOUND -> isChecking(row) ? WebStanding.State.CHECKING : WebStanding.State.FOUND;
    };
  }

  private String sentence(WebRow row) {
    return row.state() == State.FOUND && isChecking(row)
        ? "All of it is here; its checksum is being compared"
        : row.reason();
  }

  /** Whether all of a title is here, but not yet held against its checksum. */
  boolean isChecking(WebRow row) {
    return row.isUnchecked()
        && row.manifest().map(Manifest::contentId).filter(store::isComplete).isPresent();
  }

  @Override
  public void look(TitleId id) {
    reload(id);
    if (rows.containsKey(id)) {
      lookers.forEach(looker -> looker.accept(id));
    }
  }

  @Override
  public Library.Subscription onChange(Consumer<Set<TitleId>> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Calls {@code looker} with titles that somebody wants looked at; it must not block. */
  void onLook(Consumer<TitleId> looker) {
    lookers.add(looker);
  }

  Optional<WebRow> find(TitleId id) {
    return Optional.ofNullable(rows.get(id));
  }

  /** The title whose bytes these are. */
  Optional<WebRow> find(ContentId content) {
    return Optional.ofNullable(titles.get(content)).flatMap(this::find);
  }

  List<TitleId> all() {
    return new ArrayList<>(rows.keySet());
  }

  /** Writes, takes over what was written, and tells. */
  void change(TitleId id, Change change) {
    database.write(
        connection -> {
          change.apply(connection);
          return id;
        });
    reload(id);
    listeners.forEach(listener -> listener.accept(Set.of(id)));
  }

  private void reload(TitleId id) {
    Optional<WebRow> row = database.read(connection -> WebTable.find(connection, id));
    Optional<WebRow> before =
        row.isPresent()
            ? Optional.ofNullable(rows.put(id, row.get()))
            : Optional.ofNullable(rows.remove(id));
    before.flatMap(WebRow::manifest).map(Manifest::contentId).ifPresent(titles::remove);
    row.flatMap(WebRow::manifest)
        .map(Manifest::contentId)
        .ifPresent(content -> titles.put(content, id));
  }

  boolean isQueued(TitleId id) {
    return database.read(connection -> WebTable.isQueued(connection, id));
  }

  /** What changes rows. */
  @FunctionalInterface
  interface Change {
    void apply(Connection connection) throws SQLException;
  }
}
