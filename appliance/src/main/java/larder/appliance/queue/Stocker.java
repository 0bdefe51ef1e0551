package larder.appliance.queue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import larder.appliance.library.Library;
import larder.appliance.library.Standing;
import larder.appliance.library.WebStanding;
import larder.appliance.queue.Notices.Notice;
import larder.appliance.queue.QueueRow.Stage;
import larder.appliance.queue.QueueTable.Wish;
import larder.media.Manifest;
import larder.media.TitleId;
import larder.media.prefetch.FetchProgress;
import larder.media.prefetch.Want;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the queue into the prefetcher's wants, and notes what became ready. Others only leave word
 * that something changed; the work is done on the queue's thread.
 */
final class Stocker {

  private static final Logger LOG = LoggerFactory.getLogger(Stocker.class);

  /** Manifests held in memory: some 10 MB for big files. The rest of the queue moves up. */
  private static final int WINDOW = 200;

  /** Finished entries that stay on show. */
  private static final int MAX_DONE = 500;

  private final QueuePorts ports;
  private final Notices notices = new Notices();

  /** What is wanted now, in order; only the queue's thread touches it. */
  private final Map<TitleId, Wanted> wants = new LinkedHashMap<>();

  Stocker(QueuePorts ports) {
    this.ports = ports;
  }

  void queueChanged() {
    notices.queueChanged();
  }

  /** Runs until interrupted; what failed is done again by the next run. */
  void run() throws Exception {
    try (Library.Subscription titles = ports.library().onChange(notices::titlesChanged);
        AutoCloseable progress = ports.prefetching().onProgress(notices::progressed)) {
      LOG.debug("stocking, told by {} and {}", titles, progress);
      notices.everythingChanged();
      follow();
    }
  }

  private void follow() throws InterruptedException {
    while (true) {
      work(notices.take());
    }
  }

  void work(Notice notice) {
    if (notice.everything()) {
      wants.clear();
      ports.database().read(QueueTable::titles).forEach(this::reconsider);
    }
    queuedOf(notice.titles()).forEach(this::reconsider);
    if (noteReady() || !notice.isOnlyProgress()) {
      want();
    }
    ports.events().publish("queue", "");
  }

  /** A first look at a folder tells of every title in it; few are queued. */
  private List<TitleId> queuedOf(Set<TitleId> titles) {
    return titles.isEmpty()
        ? List.of()
        : ports.database().read(QueueTable::titles).stream().filter(titles::contains).toList();
  }

  /** A title's file may have changed, gone or come back. */
  private void reconsider(TitleId title) {
    wants.remove(title);
    ports
        .database()
        .read(connection -> QueueTable.byTitle(connection, title))
        .ifPresent(row -> reconsider(row, ports.library().standing(title)));
  }

  private void reconsider(QueueRow row, Standing standing) {
    switch (standing.presence()) {
      case IN_FOLDER -> {
        boolean isOther = !standing.content().equals(row.content());
        if (row.stage() == Stage.FAILED || (row.stage() == Stage.DONE && isOther)) {
          stage(row, Stage.WANTED, Optional.empty());
        }
      }
      case GONE, UNKNOWN -> giveUp(row);
    }
  }

  private void giveUp(QueueRow row) {
    boolean isWhole =
        row.bytesTotal() > 0
            && row.content().map(ports.cache()::cachedBytes).orElse(0L) >= row.bytesTotal();
    if (isWhole && row.stage() == Stage.WANTED) {
      stage(row, Stage.DONE, Optional.empty());
    } else if (!isWhole && row.stage() != Stage.FAILED) {
      stage(row, Stage.FAILED, Optional.of("Its file is no longer in the folder"));
    }
  }

  /** Hands the first entries to the prefetcher, with the newest chunks of each. */
  private void want() {
    Map<TitleId, Wanted> before = new HashMap<>(wants);
    wants.clear();
    for (Wish wish : ports.database().read(c -> QueueTable.wanted(c, WINDOW))) {
      Optional<Manifest> manifest =
          Optional.ofNullable(before.get(wish.title()))
              .map(Wanted::manifest)
              .or(() -> ports.library().manifest(wish.title()));
      manifest.ifPresent(newest -> adopt(wish, newest));
    }
    if (noteReady()) {
      want();
      return;
    }
    ports.prefetching().want(wants.values().stream().map(w -> new Want(w.manifest())).toList());
  }

  private void adopt(Wish wish, Manifest newest) {
    if (!wish.content().equals(Optional.of(newest.contentId()))) {
      ports
          .database()
          .write(
              connection -> {
                QueueTable.content(connection, wish.id(), newest);
                return wish;
              });
    }
    wants.put(wish.title(), new Wanted(wish, newest));
  }

  /** Notes which wants are complete. @return whether there were any, so that others move up */
  private boolean noteReady() {
    List<Wanted> ready = wants.values().stream().filter(this::isReady).toList();
    if (ready.isEmpty()) {
      return false;
    }
    ports
        .database()
        .write(
            connection -> {
              for (Wanted want : ready) {
                QueueTable.done(connection, want.wish().id());
              }
              QueueTable.trimDone(connection, MAX_DONE);
              return ready;
            });
    ready.forEach(want -> wants.remove(want.wish().title()));
    return true;
  }

  private boolean isReady(Wanted want) {
    boolean isChecking =
        ports
            .library()
            .web()
            .standing(want.row().title())
            .filter(web -> web.state() != WebStanding.State.FOUND)
            .isPresent();
    return !isChecking
        && ports.prefetching().progress(want.manifest().contentId()).state()
            == FetchProgress.State.READY;
  }

  private void stage(QueueRow row, Stage stage, Optional<String> reason) {
    ports
        .database()
        .write(
            connection -> {
              QueueTable.stage(connection, row.id(), stage, reason);
              return row;
            });
  }

  private record Wanted(Wish wish, Manifest manifest) {}
}
