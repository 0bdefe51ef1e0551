package larder.appliance.web.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import larder.appliance.mesh.Activity;
import larder.appliance.mesh.FolderId;
import larder.appliance.security.Scope;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Call;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.ProblemException;
import larder.appliance.web.http.Route;
import org.jspecify.annotations.Nullable;

/** {@code folders/{id}/activity}: who added, changed or removed what, newest first. */
public final class ActivityApi {

  private static final int USUAL_LIMIT = 50;
  private static final int MAX_LIMIT = 200;

  private final Activity activity;

  public ActivityApi(Activity activity) {
    this.activity = activity;
  }

  public List<Route> routes() {
    return List.of(
        Paths.holding(Scope.WATCH)
            .get(
                "folders/{id}/activity",
                Operation.of("What happened in a folder, newest first; a page of it.")
                    .asks("cursor", "limit")
                    .gives(ActivityList.class),
                this::list));
  }

  private Answer list(Call call) throws ProblemException {
    FolderId folder = Inputs.parsed("id", call.value("id"), FolderId::new);
    int limit = call.count("limit", USUAL_LIMIT, MAX_LIMIT);
    List<Activity.News> news = activity.of(folder, before(call), limit);
    String next = news.size() < limit ? null : String.valueOf(news.getLast().key());
    return Answer.ok(new ActivityList(news.stream().map(ActivityApi::shape).toList(), next));
  }

  private static OptionalLong before(Call call) throws ProblemException {
    Optional<String> cursor = call.query("cursor");
    if (cursor.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!cursor.get().matches("[0-9]{1,18}")) {
      throw Inputs.wrong("cursor", cursor.get(), "this list gave no such cursor");
    }
    return OptionalLong.of(Long.parseLong(cursor.get()));
  }

  private static Happening shape(Activity.News news) {
    return new Happening(
        String.valueOf(news.key()),
        news.at(),
        Words.of(news.what()),
        new Doer(news.device().toString(), news.deviceName()),
        news.name(),
        news.files());
  }

  record ActivityList(List<Happening> items, @Nullable String next) {}

  /**
   * @param what {@code joined, added, changed, removed}
   * @param name the file's path in the folder; one of them if there are several
   */
  record Happening(String id, Instant at, String what, Doer device, String name, long files) {}

  record Doer(String id, String name) {}
}
