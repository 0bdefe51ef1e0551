package larder.appliance.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import larder.appliance.library.Library;
import larder.appliance.library.WebStanding;
import larder.appliance.queue.QueueEntry.State;
import larder.media.Fault;
import larder.media.cache.CacheView;
import larder.media.prefetch.FetchProgress;
import larder.media.prefetch.Prefetching;

/** Puts together what was decided about an entry and what the prefetcher says of it. */
final class EntryView {

  private final CacheView cache;
  private final Prefetching prefetching;
  private final Library library;

  EntryView(QueuePorts ports) {
    this.cache = ports.cache();
    this.prefetching = ports.prefetching();
    this.library = ports.library();
  }

  QueueEntry of(QueueRow row) {
    return switch (row.stage()) {
      case WANTED -> {
        Optional<WebStanding> web = library.web().standing(row.title());
        yield web.isPresent()
            ? fromWeb(row, web.get())
            : row.content()
                .map(prefetching::progress)
                .map(p -> wanted(row, p, EntryView::words))
                .orElseGet(
                    () -> still(row, State.WAITING, Optional.of("Its chunks are being looked up")));
      }
      case PAUSED -> still(row, State.PAUSED, row.reason());
      case FAILED -> still(row, State.FAILED, row.reason());
      case DONE -> done(row);
    };
  }

  private QueueEntry fromWeb(QueueRow row, WebStanding web) {
    Optional<String> said = Optional.of(web.sentence()).filter(sentence -> !sentence.isEmpty());
    return switch (web.state()) {
      case ASKING, CHECKING -> still(row, State.WAITING, said);
      case FAILED -> still(row, State.FAILED, said);
      case FOUND ->
          row.content()
              .map(prefetching::progress)
              .map(p -> wanted(row, p, fault -> wordsOfWeb(fault, web.server())))
              .orElseGet(() -> still(row, State.WAITING, said));
    };
  }

  private QueueEntry wanted(
      QueueRow row, FetchProgress progress, Function<Fault, String> sentences) {
    State state =
        switch (progress.state()) {
          case WAITING, STALLED -> State.WAITING;
          case FETCHING -> State.FETCHING;
          case READY -> State.READY;
        };
    return entry(row, state, progress, progress.fault().map(sentences));
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

  private static String wordsOfWeb(Fault fault, String server) {
    return switch (fault) {
      case NO_SOURCE -> "The server " + server + " cannot be reached, or wants to be left alone";
      case SOURCE_TIMEOUT -> "The server " + server + " does not answer";
      case SOURCE_FAILED -> "The server " + server + " answers with an error";
      case WRONG_BYTES -> "The server " + server + " sent other bytes than before";
      case CONTENT_CHANGED -> "The file changed; the server is asked again";
      case DISK_FULL, DISK_FAILED, UNKNOWN_TITLE, CLOSING -> words(fault);
    };
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
