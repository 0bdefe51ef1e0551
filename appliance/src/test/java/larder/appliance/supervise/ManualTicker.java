package larder.appliance.supervise;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Time that passes only when someone sleeps. */
final class ManualTicker implements Ticker {

  private final List<Duration> sleeps = new CopyOnWriteArrayList<>();
  private volatile Duration now = Duration.ZERO;

  @Override
  public Duration now() {
    return now;
  }

  @Override
  public void sleep(Duration duration) {
    sleeps.add(duration);
    now = now.plus(duration);
  }

  List<Duration> sleeps() {
    return sleeps;
  }

  void pass(Duration duration) {
    now = now.plus(duration);
  }
}
