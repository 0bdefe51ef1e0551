package larder.appliance.queue;

import java.time.Duration;
import java.util.Optional;
import larder.appliance.queue.QueueEntry.State;
import larder.media.Fault;
import larder.media.cache.CacheView;
import larder.media.prefetch.FetchProgress;
import larder.media.prefetch.Prefetching;

/** Puts together what was decided about an entry and what the prefetcher says of it. */
final class EntryView {

  private final CacheView cache;
  private final Prefetching prefetching;

  EntryView(QueuePorts ports) {
    this.cache = ports.cache();
    this.prefetching = ports.prefetching();
  }

  QueueEntry of(QueueRow row) {
    return switch (row.stage()) {
      case WANTED ->
          row.content()
              .map(prefetching::progress)
              .map(p -> wanted(row, p))
              .orElseGet(
                  () -> still(row, State.WAITING, Optional.of("Its chunks are being looked up")));
      case PAUSED -> still(row, State.PAUSED, row.reason());
      case FAILED -> still(row, State.FAILED, row.reason());
      case DONE -> done(row);
    };
  }

  private QueueEntry wanted(QueueRow row, FetchProgress progress) {
    State state =
        switch (progress.state()) {
          case WAITING, STALLED -> State.WAITING;
          case FETCHING -> State.FETCHING;
          case READY -> State.READY;
        };
    return entry(row, state, progress, progress.fault().map(EntryView::words));
  }

  private QueueEntry done(QueueRow row) {
    boolean whole = cachedBytes(row) >= row.bytesTotal();
    return whole
        ? still(row, State.READY, Optional.empty())
        : still(
            row,
            State.PAUSED,
            Optional.of(
                "It made room for others, or the cache was lost; resume to stock it again"));
  }

  private QueueEntry still(QueueRow row, State state, Optional<String> reason) {
    Optional<Duration> readyIn =
        state == State.READY ? Optional.of(Duration.ZERO) : Optional.empty();
    FetchProgress progress =
        new FetchProgress(
            FetchProgress.State.WAITING, cachedBytes(row), 0, readyIn, Optional.empty());
    return entry(row, state, progress, reason);
  }

  private static QueueEntry entry(
      QueueRow row, State state, FetchProgress progress, Optional<String> reason) {
    return new QueueEntry(
        row.id(),
        row.title(),
        row.name(),
        state,
        row.position(),
        progress.doneBytes(),
        row.bytesTotal(),
        progress.rateBytesPerSecond(),
        progress.readyIn(),
        reason,
        row.addedBy());
  }

  private long cachedBytes(QueueRow row) {
    return row.content().map(cache::cachedBytes).orElse(0L);
  }

  private static String words(Fault fault) {
    return switch (fault) {
      case NO_SOURCE -> "No device that has it is connected";
      case SOURCE_TIMEOUT -> "The device that has it does not answer";
      case SOURCE_FAILED -> "The device that has it cannot read it";
      case WRONG_BYTES -> "A device sent wrong bytes; they were thrown away";
      case CONTENT_CHANGED -> "The file changed; the new version is awaited";
      case DISK_FULL -> "The box's disk is full";
      case DISK_FAILED -> "The box's disk fails";
      case UNKNOWN_TITLE -> "The file is gone";
      case CLOSING -> "The box is shutting down";
    };
  }
}
