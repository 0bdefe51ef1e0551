package larder.appliance.web.api;

import java.util.List;
import java.util.Optional;
import larder.appliance.library.Library;
import larder.appliance.library.Page;
import larder.appliance.library.Show;
import larder.appliance.library.Title;
import larder.appliance.library.TitleQuery;
import larder.appliance.library.TitleQuery.Shelf;
import larder.appliance.library.ViewerId;
import larder.appliance.security.Scope;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Call;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.Problem;
import larder.appliance.web.http.ProblemException;
import larder.appliance.web.http.Route;
import org.jspecify.annotations.Nullable;

/** {@code library}: all titles known, present or not. */
public final class LibraryApi {

  private static final int USUAL_LIMIT = 100;

  private final Library library;

  public LibraryApi(Library library) {
    this.library = library;
  }

  public List<Route> routes() {
    return List.of(
        Paths.holding(Scope.WATCH)
            .get(
                "library",
                Operation.of("The titles that match, a page of them.")
                    .asks("query", "show", "shelf", "viewer", "limit", "cursor")
                    .gives(TitleList.class),
                this::list),
        Paths.holding(Scope.WATCH)
            .get(
                "shows",
                Operation.of("The shows by name, a page of them.")
                    .asks("limit", "cursor")
                    .gives(ShowList.class),
                this::shows));
  }

  private Answer shows(Call call) throws ProblemException {
    int limit = call.count("limit", USUAL_LIMIT, TitleQuery.MAX_LIMIT);
    Optional<String> cursor = call.query("cursor").filter(place -> !place.isEmpty());
    try {
      return Answer.ok(shape(library.shows(cursor, limit)));
    } catch (IllegalArgumentException e) {
      throw Inputs.wrong("cursor", cursor.orElse(""), "this list gave no such cursor");
    }
  }

  static ShowList shape(Page<Show> page) {
    return new ShowList(
        page.items().stream()
            .map(show -> new ShowShape(show.name(), show.seasons(), show.titles()))
            .toList(),
        page.next().orElse(null));
  }

  static TitleList shapes(Page<Title> page) {
    return new TitleList(Titles.shapes(page.items()), page.next().orElse(null));
  }

  private Answer list(Call call) throws ProblemException {
    return Answer.ok(shapes(page(query(call))));
  }

  private Page<Title> page(TitleQuery query) throws ProblemException {
    try {
      return library.page(query);
    } catch (IllegalArgumentException e) {
      throw Inputs.wrong("cursor", query.cursor().orElse(""), "this list gave no such cursor");
    }
  }

  private static TitleQuery query(Call call) throws ProblemException {
    ViewerId viewer = viewer(call);
    String text = call.query("query").orElse("").strip();
    if (text.length() > TitleQuery.MAX_TEXT_CHARS) {
      throw Problem.badRequest(
              "\"query\" is longer than " + TitleQuery.MAX_TEXT_CHARS + " characters.")
          .toException();
    }
    Optional<String> show = call.query("show").filter(name -> !name.isEmpty());
    int limit = call.count("limit", USUAL_LIMIT, TitleQuery.MAX_LIMIT);
    Optional<String> cursor = call.query("cursor").filter(place -> !place.isEmpty());
    Shelf shelf = Inputs.oneOf("shelf", call.query("shelf").orElse("all"), Shelf.class);
    return new TitleQuery(viewer, text, show, shelf, limit, cursor);
  }

  /** The viewer that a call is about. */
  static ViewerId viewer(Call call) throws ProblemException {
    return Inputs.parsed(
        "viewer", call.query("viewer").orElse(ViewerId.DEFAULT.value()), ViewerId::new);
  }

  record TitleList(List<Titles.TitleShape> items, @Nullable String next) {}

  record ShowList(List<ShowShape> items, @Nullable String next) {}

  record ShowShape(String name, List<Integer> seasons, int titles) {}
}
