package larder.appliance.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import larder.appliance.event.EventLog.Pull;
import org.junit.jupiter.api.Test;

class EventLogTest {

  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_000));

  private final EventLog log = new EventLog(CLOCK);

  @Test
  void next_afterEvents_givesThemInOrder() throws Exception {
    long start = log.latestId();
    log.publish("queue", "1");
    log.publish("queue", "2");
    Pull pull = log.next(start, Duration.ZERO);
    assertThat(((Pull.Missed) pull).events())
        .extracting(EventLog.Event::subject)
        .containsExactly("1", "2");
  }

  @Test
  void next_nothingNew_endsWithNothing() throws Exception {
    assertThat(log.next(log.latestId(), Duration.ofMillis(1))).isEqualTo(new Pull.Nothing());
  }

  @Test
  void next_tooOldOrOfOtherRun_resets() throws Exception {
    long start = log.latestId();
    for (int n = 0; n <= EventLog.CAPACITY; n++) {
      log.publish("queue", "");
    }
    assertThat(log.next(start, Duration.ZERO)).isEqualTo(new Pull.Reset(log.latestId()));
    assertThat(log.next(5, Duration.ZERO)).isInstanceOf(Pull.Reset.class);
    assertThat(log.next(Long.MAX_VALUE, Duration.ZERO)).isInstanceOf(Pull.Reset.class);
    assertThat(((Pull.Missed) log.next(start + 1, Duration.ZERO)).events())
        .hasSize(EventLog.CAPACITY);
  }

  @Test
  void next_waiting_wakesOnPublish() throws Exception {
    long start = log.latestId();
    Thread publisher = Thread.ofVirtual().start(() -> log.publish("devices", "x"));
    assertThat(log.next(start, Duration.ofSeconds(10))).isInstanceOf(Pull.Missed.class);
    publisher.join();
  }
}
