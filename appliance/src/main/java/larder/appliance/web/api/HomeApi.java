package larder.appliance.web.api;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import larder.appliance.library.Availability;
import larder.appliance.library.Library;
import larder.appliance.library.TitleQuery;
import larder.appliance.library.TitleQuery.Shelf;
import larder.appliance.library.ViewerId;
import larder.appliance.queue.QueueEntry;
import larder.appliance.queue.QueueService;
import larder.appliance.security.Scope;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Call;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.ProblemException;
import larder.appliance.web.http.Route;
import org.jspecify.annotations.Nullable;

/**
 * {@code home}: the first of each row that the sofa sees. What a row's {@code next} goes on with:
 * {@code shows}, and {@code library} with {@code shelf}; the other rows are whole.
 */
public final class HomeApi {

  /** Three screens of a television; more is asked for when the focus comes near the end. */
  private static final int ROW_TITLES = 12;

  /** Some of what arrived was watched or made room since, and is passed over. */
  private static final int ARRIVED_LOOKED_AT = 3 * ROW_TITLES;

  private final Library library;
  private final QueueService queue;

  public HomeApi(Library library, QueueService queue) {
    this.library = library;
    this.queue = queue;
  }

  public List<Route> routes() {
    return List.of(
        Paths.holding(Scope.WATCH)
            .get(
                "home",
                Operation.of(
                        "The first of each row of the TV's home, or of those that \"rows\" names,"
                            + " with commas.")
                    .asks("viewer", "rows")
                    .gives(Home.class),
                this::home));
  }

  private Answer home(Call call) throws ProblemException {
    ViewerId viewer = LibraryApi.viewer(call);
    Set<Row> rows = rows(call.query("rows").orElse(""));
    return Answer.ok(
        new Home(
            given(rows, Row.BEGUN, () -> Titles.shapes(library.begun(viewer, ROW_TITLES))),
            given(rows, Row.NEXT, () -> Titles.shapes(library.upNext(viewer, ROW_TITLES))),
            given(rows, Row.COMING, () -> coming(viewer)),
            given(rows, Row.ARRIVED, () -> arrived(viewer)),
            given(
                rows,
                Row.SHOWS,
                () -> LibraryApi.shape(library.shows(Optional.empty(), ROW_TITLES))),
            given(rows, Row.MOVIES, () -> shelf(viewer, Shelf.MOVIES)),
            given(rows, Row.CLIPS, () -> shelf(viewer, Shelf.CLIPS))));
  }

  private static Set<Row> rows(String asked) throws ProblemException {
    if (asked.isEmpty()) {
      return EnumSet.allOf(Row.class);
    }
    Set<Row> rows = EnumSet.noneOf(Row.class);
    for (String word : Arrays.asList(asked.split(",", Row.values().length + 1))) {
      rows.add(Inputs.oneOf("rows", word, Row.class));
    }
    return rows;
  }

  private static <T> @Nullable T given(Set<Row> rows, Row row, Supplier<T> value) {
    return rows.contains(row) ? value.get() : null;
  }

  private List<Coming> coming(ViewerId viewer) {
    return queue.onTheWay(ROW_TITLES).stream()
        .flatMap(entry -> coming(entry, viewer).stream())
        .toList();
  }

  private Optional<Coming> coming(QueueEntry entry, ViewerId viewer) {
    return library
        .title(entry.title(), viewer)
        .map(title -> new Coming(QueueApi.shape(entry), Titles.shape(title)));
  }

  private List<Titles.TitleShape> arrived(ViewerId viewer) {
    return queue.arrived(ARRIVED_LOOKED_AT).stream()
        .flatMap(id -> library.title(id, viewer).stream())
        .filter(title -> !title.progress().watched())
        .filter(title -> title.availability().state() == Availability.State.READY)
        .limit(ROW_TITLES)
        .map(Titles::shape)
        .toList();
  }

  private LibraryApi.TitleList shelf(ViewerId viewer, Shelf shelf) {
    return LibraryApi.shapes(
        library.page(
            new TitleQuery(viewer, "", Optional.empty(), shelf, ROW_TITLES, Optional.empty())));
  }

  private enum Row {
    BEGUN,
    NEXT,
    COMING,
    ARRIVED,
    SHOWS,
    MOVIES,
    CLIPS
  }

  record Home(
      @Nullable List<Titles.TitleShape> begun,
      @Nullable List<Titles.TitleShape> next,
      @Nullable List<Coming> coming,
      @Nullable List<Titles.TitleShape> arrived,
      LibraryApi.@Nullable ShowList shows,
      LibraryApi.@Nullable TitleList movies,
      LibraryApi.@Nullable TitleList clips) {}

  record Coming(QueueApi.Entry entry, Titles.TitleShape title) {}
}
