package larder.appliance.web.api;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import larder.appliance.library.Progress;
import larder.appliance.library.Progress.Mark;
import larder.appliance.library.ProgressOutcome;
import larder.appliance.library.ViewerId;
import larder.appliance.library.WatchState;
import larder.appliance.security.Scope;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Call;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.Problem;
import larder.appliance.web.http.ProblemException;
import larder.appliance.web.http.Route;
import larder.media.Fault;
import larder.media.TitleId;
import org.jspecify.annotations.Nullable;

/** {@code viewers}: who watches, and how far each is. */
public final class ViewersApi {

  private static final int USUAL_LIMIT = 20;
  private static final int MAX_LIMIT = 200;

  /** Longer than anything that plays. */
  private static final double MAX_POSITION_SECONDS = 1e6;

  private final Progress progress;

  public ViewersApi(Progress progress) {
    this.progress = progress;
  }

  public List<Route> routes() {
    Paths.Maker watch = Paths.holding(Scope.WATCH);
    return List.of(
        watch.get(
            "viewers",
            Operation.of("Who watches.").gives(ViewerList.class),
            call -> Answer.ok(viewers())),
        watch.get(
            "viewers/{viewer}/progress",
            Operation.of("What a viewer began and did not finish, the latest first.")
                .asks("limit")
                .gives(ProgressList.class),
            this::unfinished),
        watch.get(
            "viewers/{viewer}/progress/{title}",
            Operation.of("How far a viewer is in a title.").gives(Titles.ProgressShape.class),
            call -> Answer.ok(Titles.shape(progress.of(viewer(call), title(call))))),
        watch.put(
            "viewers/{viewer}/progress/{title}",
            Operation.of("Notes how far a viewer is.").takes(NewProgress.class).answers(204),
            this::note));
  }

  private ViewerList viewers() {
    return new ViewerList(
        progress.viewers().stream()
            .map(viewer -> new ViewerShape(viewer.id().value(), viewer.name()))
            .toList(),
        null);
  }

  private Answer unfinished(Call call) throws ProblemException {
    ViewerId viewer = viewer(call);
    int limit = call.count("limit", USUAL_LIMIT, MAX_LIMIT);
    List<Begun> items =
        progress.unfinished(viewer, limit).stream().map(title -> begun(viewer, title)).toList();
    return Answer.ok(new ProgressList(items, null));
  }

  private Begun begun(ViewerId viewer, TitleId title) {
    WatchState state = progress.of(viewer, title);
    return new Begun(title.value(), state.position().toMillis() / 1000.0, state.watched());
  }

  private Answer note(Call call) throws ProblemException, IOException {
    NewProgress body = call.json(NewProgress.class);
    double seconds = body.positionSeconds();
    if (!(seconds >= 0 && seconds <= MAX_POSITION_SECONDS)) {
      throw Inputs.wrong(
          "positionSeconds", "" + seconds, "must be from 0 to " + (long) MAX_POSITION_SECONDS);
    }
    Duration position = Duration.ofMillis(Math.round(seconds * 1000));
    return switch (progress.note(viewer(call), title(call), position, mark(body.watched()))) {
      case ProgressOutcome.Noted(WatchState state) -> Answer.noContent();
      case ProgressOutcome.UnknownViewer(ViewerId viewer) -> throw unknownViewer();
      case ProgressOutcome.UnknownTitle(TitleId title) -> throw unknownTitle();
    };
  }

  /** Without a word about it, the position decides. */
  private static Mark mark(@Nullable Boolean watched) {
    if (watched == null) {
      return Mark.BY_POSITION;
    }
    return watched ? Mark.WATCHED : Mark.UNWATCHED;
  }

  private ViewerId viewer(Call call) throws ProblemException {
    return progress.viewers().stream()
        .map(viewer -> viewer.id())
        .filter(id -> id.value().equals(call.value("viewer")))
        .findFirst()
        .orElseThrow(ViewersApi::unknownViewer);
  }

  private static TitleId title(Call call) throws ProblemException {
    try {
      return new TitleId(call.value("title"));
    } catch (IllegalArgumentException e) {
      throw unknownTitle(); // what is no id names no title
    }
  }

  private static ProblemException unknownViewer() {
    return Problem.notFound("There is no such viewer.").toException();
  }

  private static ProblemException unknownTitle() {
    return Problem.of(Fault.UNKNOWN_TITLE, "There is no such title.").toException();
  }

  record ViewerList(List<ViewerShape> items, @Nullable String next) {}

  record ViewerShape(String id, String name) {}

  record ProgressList(List<Begun> items, @Nullable String next) {}

  record Begun(String title, double positionSeconds, boolean watched) {}

  record NewProgress(Double positionSeconds, @Nullable Boolean watched) {}
}
