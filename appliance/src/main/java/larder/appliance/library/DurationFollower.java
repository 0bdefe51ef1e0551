package larder.appliance.library;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import larder.appliance.store.Database;
import larder.appliance.store.Sql;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Verdict;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.TitleId;
import larder.media.cache.ChunkStore;
import larder.media.format.ContainerProbe;
import larder.media.format.Probe;

/**
 * Learns how long titles play, once enough of them is cached to tell. Looks at a content when its
 * chunks change, on a thread of its own, until its container answered.
 */
public final class DurationFollower {

  private final Database database;
  private final Library library;
  private final ChunkStore store;

  /** Contents to look at; each is in it once. */
  private final BlockingQueue<ContentId> waiting = new LinkedBlockingQueue<>();

  /** What is known of a content: waiting to be looked at, or answered for good. */
  private final Map<ContentId, State> states = new ConcurrentHashMap<>();

  private enum State {
    WAITING,
    ANSWERED
  }

  public DurationFollower(Database database, Library library, ChunkStore store) {
    this.database = database;
    this.library = library;
    this.store = store;
  }

  /** Starts to follow the cache on a thread of {@code owner}, which ends it. */
  public void start(Supervisor owner) {
    owner.start("durations", Verdict.restart(), this::run);
  }

  private void run() throws InterruptedException, MediaException {
    ChunkStore.Pin listening = store.onChange(this::changed);
    try {
      while (true) {
        ContentId content = waiting.take();
        states.remove(content, State.WAITING);
        look(content);
      }
    } finally {
      listening.close();
    }
  }

  private void changed(ContentId content) {
    if (states.putIfAbsent(content, State.WAITING) == null) {
      waiting.add(content);
    }
  }

  private void look(ContentId content) throws MediaException {
    List<TitleId> titles = unknown(content);
    Optional<Manifest> manifest = titles.isEmpty() ? Optional.empty() : store.manifest(content);
    if (manifest.isEmpty()) {
      return;
    }
    Manifest known = manifest.get();
    Probe probe =
        ContainerProbe.probe(
            known.sizeBytes(), (position, target) -> store.read(known, position, target));
    switch (probe) {
      case Probe.Done(var facts) -> {
        states.put(content, State.ANSWERED);
        facts.duration().ifPresent(duration -> learn(titles, duration));
      }
      case Probe.Needs _ -> {} // asked again when more of it is here
    }
  }

  private void learn(List<TitleId> titles, Duration duration) {
    titles.forEach(title -> library.learnDuration(title, duration));
  }

  private List<TitleId> unknown(ContentId content) {
    return database.read(
        connection ->
            Sql.list(
                connection,
                "SELECT id FROM title WHERE content = ? AND duration_ms IS NULL",
                row -> new TitleId(row.getString(1)),
                content.hex()));
  }
}
