package larder.appliance.library;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import larder.appliance.event.Events;
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
 * Follows the cache: tells whoever watches that more or less of a title is here, at most once a
 * second for each, and learns how long it plays once enough of it is here to tell. On a thread of
 * its own.
 */
public final class CacheFollower {

  private final Database database;
  private final Library library;
  private final ChunkStore store;
  private final Events events;
  private final ChangedContents changed;

  /** Contents whose container told all it can. */
  private final Set<ContentId> probed = ConcurrentHashMap.newKeySet();

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public CacheFollower(
      Database database, Library library, ChunkStore store, Events events, LongSupplier nanoTime) {
    this.database = database;
    this.library = library;
    this.store = store;
    this.events = events;
    this.changed = new ChangedContents(nanoTime);
  }

  /** Starts to follow on a thread of {@code owner}, which ends it. */
  public void start(Supervisor owner) {
    owner.start("cache-follower", Verdict.restart(), this::run);
  }

  private void run() throws InterruptedException, MediaException {
    ChunkStore.Pin listening = store.onChange(changed::add);
    try {
      while (true) {
        follow(changed.take());
      }
    } finally {
      listening.close();
    }
  }

  private void follow(ContentId content) throws MediaException {
    List<Held> titles = titles(content);
    titles.forEach(title -> events.publish("library", title.id.value()));
    List<TitleId> unknown = titles.stream().filter(Held::isUnknown).map(Held::id).toList();
    if (!unknown.isEmpty() && !probed.contains(content)) {
      probe(content, unknown);
    }
  }

  private void probe(ContentId content, List<TitleId> titles) throws MediaException {
    Optional<Manifest> manifest = store.manifest(content);
    if (manifest.isEmpty()) {
      return;
    }
    Manifest known = manifest.get();
    Probe probe =
        ContainerProbe.probe(
            known.sizeBytes(), (position, target) -> store.read(known, position, target));
    switch (probe) {
      case Probe.Done(var facts) -> {
        probed.add(content);
        facts.duration().ifPresent(duration -> learn(titles, duration));
      }
      case Probe.Needs _ -> {} // asked again when more of it is here
    }
  }

  private void learn(List<TitleId> titles, Duration duration) {
    titles.forEach(title -> library.learnDuration(title, duration));
  }

  private List<Held> titles(ContentId content) {
    return database.read(
        connection ->
            Sql.list(
                connection,
                "SELECT id, duration_ms FROM title WHERE content = ?",
                row ->
                    new Held(
                        new TitleId(row.getString("id")),
                        Sql.longInteger(row, "duration_ms").isEmpty()),
                content.hex()));
  }

  /**
   * A title with this content.
   *
   * @param isUnknown whether nobody knows how long it plays
   */
  private record Held(TitleId id, boolean isUnknown) {}
}
