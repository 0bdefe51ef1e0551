package larder.appliance.queue;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import larder.appliance.library.Page;
import larder.appliance.library.Title.Keeping;
import larder.appliance.library.TitleName;
import larder.appliance.library.WebRequest;
import larder.appliance.library.WebTitles;
import larder.appliance.queue.QueueRow.Stage;
import larder.appliance.queue.QueueTable.Addition;
import larder.appliance.store.StoreException;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Verdict;
import larder.media.TitleId;

/**
 * What the box was asked to stock, in order. What a call changed is on disk before it returns; the
 * fetching follows on the queue's own thread. Safe for several threads; calls block for disk only.
 * Every call throws {@link StoreException} if the disk fails, and nothing is changed then.
 */
public final class QueueService {

  /** Years of television; a bound on what a program can make the box remember. */
  public static final int MAX_ENTRIES = 10_000;

  /** A page is one answer in memory. */
  public static final int MAX_LIMIT = 500;

  private final QueuePorts ports;
  private final InstantSource clock;
  private final Stocker stocker;
  private final EntryView view;

  public QueueService(QueuePorts ports, InstantSource clock) {
    this.ports = ports;
    this.clock = clock;
    this.stocker = new Stocker(ports);
    this.view = new EntryView(ports);
  }

  /** Starts to have the queue fetched, on a thread of {@code owner}, which ends it. */
  public void start(Supervisor owner) {
    owner.start("queue", Verdict.restart(), stocker::run);
  }

  /** Queues; what is queued already stays where it is. */
  public AddOutcome add(AddRequest request, String addedBy) {
    return switch (request) {
      case AddRequest.OfTitle one -> addTitle(one.title(), addedBy);
      case AddRequest.OfShow show -> addShow(show, addedBy);
      case AddRequest.OfUrl url -> addUrl(url.request(), addedBy);
    };
  }

  /**
   * The entries in order, at most {@code limit} from {@code cursor} on.
   *
   * @throws IllegalArgumentException if the limit is out of bounds or the cursor is no cursor
   */
  public Page<QueueEntry> page(Optional<String> cursor, int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit " + limit + " is not from 1 to " + MAX_LIMIT);
    }
    int after = cursor.map(QueueService::position).orElse(0);
    List<QueueRow> rows =
        ports.database().read(connection -> QueueTable.page(connection, after, limit + 1));
    boolean more = rows.size() > limit;
    List<QueueRow> items = more ? rows.subList(0, limit) : rows;
    return new Page<>(
        items.stream().map(view::of).toList(),
        more ? Optional.of(String.valueOf(items.getLast().position())) : Optional.empty());
  }

  /** The entry of a title, if it is queued. */
  public Optional<QueueEntry> entryOf(TitleId title) {
    return ports.database().read(connection -> QueueTable.byTitle(connection, title)).map(view::of);
  }

  /** The first entries that are being fetched or wait for it, in order, at most {@code limit}. */
  public List<QueueEntry> onTheWay(int limit) {
    return ports.database().read(connection -> QueueTable.onTheWay(connection, limit)).stream()
        .map(view::of)
        .filter(entry -> entry.state() != QueueEntry.State.READY)
        .toList();
  }

  /** What was fetched, the latest entry first, at most {@code limit}; parts of it may have gone. */
  public List<TitleId> arrived(int limit) {
    return ports.database().read(connection -> QueueTable.arrived(connection, limit));
  }

  public Optional<QueueEntry> entry(QueueId id) {
    return ports.database().read(connection -> QueueTable.byId(connection, id)).map(view::of);
  }

  /** Takes an entry off the queue; what is cached stays until its room is needed. */
  public ChangeOutcome remove(QueueId id) {
    Optional<QueueRow> row = ports.database().read(connection -> QueueTable.byId(connection, id));
    int removed = ports.database().write(connection -> QueueTable.remove(connection, id));
    changed(id.toString());
    row.ifPresent(gone -> ports.library().web().look(gone.title()));
    return removed == 0 ? new ChangeOutcome.UnknownEntry(id) : new ChangeOutcome.Removed(id);
  }

  /**
   * Puts an entry at another place.
   *
   * @param position 1 for the front
   */
  public ChangeOutcome move(QueueId id, int position) {
    Optional<ChangeOutcome> refused =
        ports
            .database()
            .write(
                connection -> {
                  int last = QueueTable.count(connection);
                  if (position < 1 || position > last) {
                    return Optional.of(new ChangeOutcome.NoSuchPosition(position, last));
                  }
                  if (QueueTable.byId(connection, id).isPresent()) {
                    QueueTable.move(connection, id, position);
                  }
                  return Optional.empty();
                });
    return refused.orElseGet(() -> afterChange(id));
  }

  /** Stops fetching an entry; what is finished or failed stays so. */
  public ChangeOutcome pause(QueueId id) {
    return restage(id, List.of(Stage.WANTED), Stage.PAUSED);
  }

  /** Fetches an entry again, also one that failed or that made room. */
  public ChangeOutcome resume(QueueId id) {
    ChangeOutcome outcome =
        restage(id, List.of(Stage.PAUSED, Stage.FAILED, Stage.DONE), Stage.WANTED);
    if (outcome instanceof ChangeOutcome.Changed(QueueEntry entry)) {
      ports.library().web().look(entry.title());
    }
    return outcome;
  }

  /** Exempts the entry's title from eviction, or no longer. */
  public ChangeOutcome keep(QueueId id, Keeping keeping) {
    return entry(id)
        .<ChangeOutcome>map(
            entry -> {
              ports.library().keep(entry.title(), keeping);
              return afterChange(id);
            })
        .orElseGet(() -> new ChangeOutcome.UnknownEntry(id));
  }

  private AddOutcome addTitle(TitleId title, String addedBy) {
    return ports.library().name(title).isEmpty()
        ? new AddOutcome.UnknownTitle(title)
        : addAll(List.of(title), addedBy);
  }

  private AddOutcome addShow(AddRequest.OfShow show, String addedBy) {
    List<TitleId> episodes = ports.library().episodes(show.show(), show.season());
    return episodes.isEmpty() ? new AddOutcome.UnknownShow(show.show()) : addAll(episodes, addedBy);
  }

  private AddOutcome addAll(List<TitleId> titles, String addedBy) {
    List<Addition> additions = titles.stream().map(title -> addition(title, addedBy)).toList();
    boolean added =
        ports
            .database()
            .write(
                connection -> {
                  if (QueueTable.count(connection) + additions.size() > MAX_ENTRIES) {
                    return false;
                  }
                  for (Addition addition : additions) {
                    QueueTable.add(connection, addition);
                  }
                  return true;
                });
    if (!added) {
      return new AddOutcome.Full(MAX_ENTRIES);
    }
    changed("");
    return new AddOutcome.Added(entries(titles));
  }

  /**
   * The title and its place in the queue come together or not at all; the server is asked later.
   */
  private AddOutcome addUrl(WebRequest request, String addedBy) {
    WebTitles.NewTitle title;
    try {
      title = ports.library().web().accept(request);
    } catch (IllegalArgumentException e) {
      return new AddOutcome.Unsupported(String.valueOf(e.getMessage()));
    }
    Addition addition = new Addition(title.id(), label(title.name()), addedBy, clock.millis());
    boolean added =
        ports
            .database()
            .write(
                connection -> {
                  if (QueueTable.count(connection) >= MAX_ENTRIES) {
                    return false;
                  }
                  title.store(connection);
                  QueueTable.add(connection, addition);
                  return true;
                });
    if (!added) {
      return new AddOutcome.Full(MAX_ENTRIES);
    }
    ports.library().web().look(title.id());
    changed("");
    return new AddOutcome.Added(entries(List.of(title.id())));
  }

  private Addition addition(TitleId title, String addedBy) {
    String name = ports.library().name(title).map(QueueService::label).orElse(title.value());
    return new Addition(title, name, addedBy, clock.millis());
  }

  private List<QueueEntry> entries(List<TitleId> titles) {
    return titles.stream()
        .flatMap(
            title ->
                ports.database().read(connection -> QueueTable.byTitle(connection, title)).stream())
        .map(view::of)
        .toList();
  }

  private ChangeOutcome restage(QueueId id, List<Stage> from, Stage to) {
    ports
        .database()
        .write(
            connection -> {
              Optional<QueueRow> row = QueueTable.byId(connection, id);
              if (row.isPresent() && from.contains(row.get().stage())) {
                QueueTable.stage(connection, id, to, Optional.empty());
              }
              return row;
            });
    return afterChange(id);
  }

  private ChangeOutcome afterChange(QueueId id) {
    changed(id.toString());
    return entry(id)
        .<ChangeOutcome>map(ChangeOutcome.Changed::new)
        .orElseGet(() -> new ChangeOutcome.UnknownEntry(id));
  }

  private void changed(String subject) {
    stocker.queueChanged();
    ports.events().publish("queue", subject);
  }

  private static int position(String cursor) {
    try {
      return Integer.parseInt(cursor);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a cursor: \"" + cursor + "\"", e);
    }
  }

  /** For example {@code The Shore S01E02 Tide}. */
  private static String label(TitleName name) {
    StringBuilder label = new StringBuilder();
    name.show().ifPresent(show -> label.append(show).append(' '));
    name.season().ifPresent(season -> label.append("S%02d".formatted(season)));
    name.episodes().forEach(episode -> label.append("E%02d".formatted(episode)));
    boolean numbered = name.season().isPresent() || !name.episodes().isEmpty();
    return label.append(numbered ? " " : "").append(name.name()).toString();
  }
}
