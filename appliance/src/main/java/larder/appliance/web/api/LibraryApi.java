package larder.appliance.web.api;

import java.util.List;
import java.util.Optional;
import larder.appliance.library.Library;
import larder.appliance.library.Page;
import larder.appliance.library.Title;
import larder.appliance.library.TitleQuery;
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
                    .asks("query", "show", "viewer", "limit", "cursor")
                    .gives(TitleList.class),
                this::list));
  }

  private Answer list(Call call) throws ProblemException {
    Page<Title> page = page(query(call));
    return Answer.ok(
        new TitleList(page.items().stream().map(Titles::shape).toList(), page.next().orElse(null)));
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
    return new TitleQuery(viewer, text, show, limit, cursor);
  }

  /** The viewer that a call is about. */
  static ViewerId viewer(Call call) throws ProblemException {
    return Inputs.parsed(
        "viewer", call.query("viewer").orElse(ViewerId.DEFAULT.value()), ViewerId::new);
  }

  record TitleList(List<Titles.TitleShape> items, @Nullable String next) {}
}
