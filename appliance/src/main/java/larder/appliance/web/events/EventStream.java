package larder.appliance.web.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import larder.appliance.event.EventLog;
import larder.appliance.event.EventLog.Event;
import larder.appliance.event.EventLog.Pull;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.ClientLink;
import larder.appliance.web.http.Json;

/** One listener's events, written as they happen, with a heartbeat when nothing does. */
final class EventStream implements Answer.Body {

  /** Long enough for a box that restarts not to be stormed. */
  private static final int RETRY_MS = 2_000;

  private final EventLog log;
  private final Subscription subscription;
  private final ClientLink.Watch watch;
  private long lastId;

  EventStream(EventLog log, long after, Subscription subscription, ClientLink.Watch watch) {
    this.log = log;
    this.lastId = after;
    this.subscription = subscription;
    this.watch = watch;
  }

  @Override
  public OptionalLong lengthBytes() {
    return OptionalLong.empty();
  }

  @Override
  public void writeTo(Answer.Sink sink) throws IOException {
    // The id without data only tells where to go on after a break.
    write(sink, "retry: " + RETRY_MS + "\nid: " + lastId + "\n\n");
    while (subscription.enterWait()) {
      String text;
      try {
        text = text(log.next(lastId, EventsEndpoint.HEARTBEAT));
      } catch (InterruptedException e) {
        return; // by Subscription.end: the box stops, or the client is gone
      } finally {
        subscription.leaveWait();
      }
      write(sink, text);
    }
  }

  private String text(Pull pull) {
    return switch (pull) {
      case Pull.Nothing() -> ":\n\n";
      case Pull.Reset(long latestId) -> {
        lastId = latestId;
        yield "event: reset\nid: " + latestId + "\ndata: {}\n\n";
      }
      case Pull.Missed missed -> {
        StringBuilder text = new StringBuilder();
        missed.events().forEach(event -> append(text, event));
        lastId = missed.events().getLast().id();
        yield text.toString();
      }
    };
  }

  /** JSON has no line ends of its own, so one data line holds it. */
  private static void append(StringBuilder text, Event event) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", event.id());
    data.put("topic", event.topic());
    data.put("subject", event.subject());
    text.append("event: ").append(event.topic());
    text.append("\nid: ").append(event.id());
    text.append("\ndata: ").append(new String(Json.write(data), UTF_8)).append("\n\n");
  }

  private static void write(Answer.Sink sink, String text) throws IOException {
    sink.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  @Override
  public void close() {
    watch.close();
    subscription.close();
  }
}
