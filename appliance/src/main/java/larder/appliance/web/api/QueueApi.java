package larder.appliance.web.api;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import larder.appliance.library.Page;
import larder.appliance.library.WebRequest;
import larder.appliance.queue.AddOutcome;
import larder.appliance.queue.AddRequest;
import larder.appliance.queue.ChangeOutcome;
import larder.appliance.queue.QueueEntry;
import larder.appliance.queue.QueueId;
import larder.appliance.queue.QueueService;
import larder.appliance.security.Scope;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Call;
import larder.appliance.web.http.Caller;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.Problem;
import larder.appliance.web.http.ProblemException;
import larder.appliance.web.http.Route;
import larder.media.TitleId;
import org.jspecify.annotations.Nullable;

/** {@code queue}: what the box was asked to stock. */
public final class QueueApi {

  private static final int USUAL_LIMIT = 100;

  private final QueueService queue;

  public QueueApi(QueueService queue) {
    this.queue = queue;
  }

  public List<Route> routes() {
    Paths.Maker watch = Paths.holding(Scope.WATCH);
    Paths.Maker change = Paths.holding(Scope.QUEUE);
    return List.of(
        watch.get(
            "queue",
            Operation.of("The entries in order, a page of them, or the one of a title.")
                .asks("title", "limit", "cursor")
                .gives(EntryList.class),
            this::list),
        change.post(
            "queue",
            Operation.of(
                    "Queues a title, a show or one season of it, or a file on the web: its \"url\","
                        + " other \"urls\" of the same file, a \"name\" and a \"checksum\" like"
                        + " sha-256=HEX.")
                .takes(NewEntry.class)
                .gives(EntryList.class)
                .answers(201),
            this::add),
        watch.get(
            "queue/{id}",
            Operation.of("One entry.").gives(Entry.class),
            call -> answer(find(call))),
        change.patch(
            "queue/{id}",
            Operation.of("Pauses, resumes or moves an entry.")
                .takes(EntryEdit.class)
                .gives(Entry.class),
            this::edit),
        change.delete(
            "queue/{id}",
            Operation.of("Takes an entry off; never touches the PC's file."),
            this::remove));
  }

  private Answer list(Call call) throws ProblemException {
    Optional<TitleId> title = Titles.asked(call);
    if (title.isPresent()) {
      return Answer.ok(new EntryList(shapes(queue.entryOf(title.get()).stream().toList()), null));
    }
    int limit = call.count("limit", USUAL_LIMIT, QueueService.MAX_LIMIT);
    Optional<String> cursor = call.query("cursor").filter(text -> !text.isEmpty());
    Page<QueueEntry> page = page(cursor, limit);
    return Answer.ok(new EntryList(shapes(page.items()), page.next().orElse(null)));
  }

  private Page<QueueEntry> page(Optional<String> cursor, int limit) throws ProblemException {
    try {
      return queue.page(cursor, limit);
    } catch (IllegalArgumentException e) {
      throw Inputs.wrong("cursor", cursor.orElse(""), "this list gave no such cursor");
    }
  }

  private Answer add(Call call) throws ProblemException, IOException {
    AddRequest request = request(call.json(NewEntry.class));
    return switch (queue.add(request, addedBy(call.caller()))) {
      case AddOutcome.Added(List<QueueEntry> entries) ->
          Answer.json(201, new EntryList(shapes(entries), null));
      case AddOutcome.UnknownTitle(TitleId title) ->
          throw Problem.notFound("There is no title " + title + ".").toException();
      case AddOutcome.UnknownShow(String show) ->
          throw Problem.notFound("There is no episode of this show or season.").toException();
      case AddOutcome.Unsupported(String sentence) ->
          throw Problem.of(422, sentence + ".").toException();
      case AddOutcome.Full(int limit) ->
          throw Problem.of(409, "The queue would have more than " + limit + " entries.")
              .toException();
    };
  }

  private static AddRequest request(NewEntry body) throws ProblemException {
    long ways = Stream.of(body.title(), body.url(), body.show()).filter(v -> v != null).count();
    if (ways != 1) {
      throw Problem.badRequest("Exactly one of \"title\", \"url\" and \"show\" is expected.")
          .toException();
    }
    if (body.title() != null) {
      return new AddRequest.OfTitle(Inputs.parsed("title", body.title(), TitleId::new));
    }
    if (body.show() != null) {
      Integer season = body.season();
      return new AddRequest.OfShow(
          body.show(), season == null ? OptionalInt.empty() : OptionalInt.of(season));
    }
    return new AddRequest.OfUrl(
        new WebRequest(
            String.valueOf(body.url()),
            body.urls() == null ? List.of() : body.urls(),
            Optional.ofNullable(body.name()),
            Optional.ofNullable(body.checksum())));
  }

  private static String addedBy(Caller caller) {
    return caller instanceof Caller.Holder holder ? holder.name() : "";
  }

  private QueueEntry find(Call call) throws ProblemException {
    return queue.entry(id(call)).orElseThrow(QueueApi::unknown);
  }

  /** What is no id names no entry. */
  private static QueueId id(Call call) throws ProblemException {
    try {
      return QueueId.parse(call.value("id"));
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
  }

  private static ProblemException unknown() {
    return Problem.notFound("There is no such entry in the queue.").toException();
  }

  private Answer edit(Call call) throws ProblemException, IOException {
    EntryEdit edit = call.json(EntryEdit.class);
    Optional<Wish> wish = wish(edit.state());
    QueueEntry entry = find(call);
    Edits.check(call, editable(entry));
    if (edit.position() != null) {
      entry = changed(queue.move(entry.id(), edit.position()));
    }
    if (wish.isPresent()) {
      entry =
          changed(
              switch (wish.get()) {
                case PAUSE -> queue.pause(entry.id());
                case RESUME -> queue.resume(entry.id());
              });
    }
    return answer(entry);
  }

  private static Optional<Wish> wish(@Nullable String state) throws ProblemException {
    if (state == null) {
      return Optional.empty();
    }
    return switch (state) {
      case "paused" -> Optional.of(Wish.PAUSE);
      case "waiting", "fetching" -> Optional.of(Wish.RESUME);
      default -> throw Inputs.wrong("state", state, "must be paused, or waiting to resume");
    };
  }

  private static QueueEntry changed(ChangeOutcome outcome) throws ProblemException {
    return switch (outcome) {
      case ChangeOutcome.Changed(QueueEntry entry) -> entry;
      case ChangeOutcome.Removed(QueueId id) -> throw unknown();
      case ChangeOutcome.UnknownEntry(QueueId id) -> throw unknown();
      case ChangeOutcome.NoSuchPosition(int position, int last) ->
          throw Inputs.wrong("position", "" + position, "the queue has positions 1 to " + last);
    };
  }

  private Answer remove(Call call) throws ProblemException {
    Edits.check(call, editable(find(call)));
    return switch (queue.remove(id(call))) {
      case ChangeOutcome.Removed(QueueId id) -> Answer.noContent();
      case ChangeOutcome.Changed(QueueEntry entry) -> Answer.noContent();
      case ChangeOutcome.UnknownEntry(QueueId id) -> throw unknown();
      case ChangeOutcome.NoSuchPosition(int position, int last) -> throw unknown();
    };
  }

  private static Answer answer(QueueEntry entry) {
    return Edits.tagged(200, shape(entry), editable(entry));
  }

  private static List<Object> editable(QueueEntry entry) {
    return List.of(entry.position(), entry.state() == QueueEntry.State.PAUSED);
  }

  private static List<Entry> shapes(List<QueueEntry> entries) {
    return entries.stream().map(QueueApi::shape).toList();
  }

  static Entry shape(QueueEntry entry) {
    return new Entry(
        entry.id().toString(),
        entry.title().value(),
        entry.name(),
        Words.of(entry.state()),
        entry.position(),
        entry.bytesDone(),
        entry.bytesTotal(),
        entry.rateBytesPerSecond(),
        entry.readyIn().map(Duration::toSeconds).orElse(null),
        entry.reason().orElse(null),
        entry.addedBy());
  }

  private enum Wish {
    PAUSE,
    RESUME
  }

  record EntryList(List<Entry> items, @Nullable String next) {}

  record Entry(
      String id,
      String title,
      String name,
      String state,
      int position,
      long bytesDone,
      long bytesTotal,
      long rateBytesPerSecond,
      @Nullable Long readyInSeconds,
      @Nullable String reason,
      String addedBy) {}

  record NewEntry(
      @Nullable String title,
      @Nullable String url,
      @Nullable List<String> urls,
      @Nullable String name,
      @Nullable String checksum,
      @Nullable String show,
      @Nullable Integer season) {}

  record EntryEdit(@Nullable String state, @Nullable Integer position) {}
}
