package larder.appliance.web.events;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import larder.appliance.event.EventLog;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Call;
import larder.appliance.web.http.ClientLink;
import larder.appliance.web.http.Endpoint;
import larder.appliance.web.http.Header;
import larder.appliance.web.http.Problem;
import larder.appliance.web.http.ProblemException;

/** Answers {@code GET /api/v1/events} (HTML Living Standard, 9.2). */
public final class EventsEndpoint implements Endpoint {

  /** Proxies and televisions give up on a silent connection after half a minute. */
  static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** A listener that takes nothing for so long is gone. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration FULL_RETRY = Duration.ofSeconds(10);

  private final EventLog log;
  private final Subscribers subscribers;

  public EventsEndpoint(EventLog log, Subscribers subscribers) {
    this.log = log;
    this.subscribers = subscribers;
  }

  @Override
  public Answer answer(Call call) throws ProblemException {
    Subscription subscription =
        subscribers.subscribe(call.caller().token()).orElseThrow(() -> full().toException());
    ClientLink.Watch watch = call.link().watch(PATIENCE, subscription::end);
    long after = call.header("Last-Event-ID").map(EventsEndpoint::id).orElseGet(log::latestId);
    return new Answer.Streamed(
        200,
        List.of(
            new Header("Content-Type", "text/event-stream"),
            new Header("Cache-Control", "no-store")),
        new EventStream(log, after, subscription, watch));
  }

  private static Problem full() {
    return Problem.of(503, Subscribers.MAX + " listeners are connected; that is the limit.")
        .retryAfter(FULL_RETRY);
  }

  /** An id that is none of ours leads to a reset. */
  private static long id(String text) {
    return Optional.of(text).filter(t -> t.matches("[0-9]{1,18}")).map(Long::parseLong).orElse(0L);
  }
}
