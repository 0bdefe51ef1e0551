package larder.appliance.mesh.discovery.global;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import larder.appliance.supervise.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one server informed of where this device is. Runs on a thread of its own. */
final class ServerAnnouncer {

  private static final Logger LOG = LoggerFactory.getLogger(ServerAnnouncer.class);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
  private static final Duration MOST_RETRY = Duration.ofMinutes(30);

  /** Several changes in a row, as after a restart of the network, are one announcement. */
  private static final Duration SETTLE = Duration.ofSeconds(1);

  private final ServerTalk talk;
  private final Supplier<List<String>> addresses;
  private final Ticker ticker;
  private final BlockingQueue<Boolean> reasons = new ArrayBlockingQueue<>(1);
  private Duration retry = FIRST_RETRY;

  ServerAnnouncer(ServerTalk talk, Supplier<List<String>> addresses, Ticker ticker) {
    this.talk = talk;
    this.addresses = addresses;
    this.ticker = ticker;
  }

  /** Announces soon: what there is to say changed, or may reach the server again. */
  void soon() {
    boolean first = reasons.offer(true);
    LOG.trace("Announcing soon, {}", first ? "for a new reason" : "as was planned already");
  }

  void run() throws InterruptedException {
    while (true) {
      Duration next = announce();
      if (reasons.poll(next.toMillis(), TimeUnit.MILLISECONDS) != null) {
        retry = FIRST_RETRY;
        ticker.sleep(SETTLE);
        reasons.clear();
      }
    }
  }

  /**
   * @return when to do it again
   */
  private Duration announce() throws InterruptedException {
    List<String> said = addresses.get();
    if (said.isEmpty()) {
      return MOST_RETRY;
    }
    try {
      return switch (talk.announce(said)) {
        case ServerTalk.Said.Noted(Duration again) -> {
          LOG.debug("{} knows that this device is at {}", talk.server().url(), said);
          retry = FIRST_RETRY;
          yield again;
        }
        case ServerTalk.Said.Refused refused -> {
          LOG.info("{} does not note this device: {}", talk.server().url(), refused.status());
          Duration later = Duration.ofSeconds(refused.retryAfterSeconds().orElse(0));
          Duration ours = nextRetry();
          yield later.compareTo(ours) > 0 ? later : ours;
        }
        case ServerTalk.Said.Found _ -> nextRetry();
      };
    } catch (IOException e) {
      LOG.debug("{} is not reached: {}", talk.server().url(), e.toString());
      return nextRetry();
    }
  }

  private Duration nextRetry() {
    Duration now = retry;
    Duration doubled = retry.multipliedBy(2);
    retry = doubled.compareTo(MOST_RETRY) < 0 ? doubled : MOST_RETRY;
    return now;
  }
}
