package larder.appliance.store;

import java.time.Duration;
import larder.appliance.supervise.Task;
import larder.appliance.supervise.Ticker;

/** Holds the emergency room: at the start, and again after it was used. Sleeps otherwise. */
public final class EmergencyTask implements Task {

  /** How often a full disk is asked whether it has room again. */
  static final Duration EVERY = Duration.ofMinutes(1);

  private final EmergencyRoom room;
  private final Ticker ticker;

  public EmergencyTask(EmergencyRoom room, Ticker ticker) {
    this.room = room;
    this.ticker = ticker;
  }

  @Override
  public void run() throws InterruptedException {
    while (true) {
      while (!room.hold()) {
        ticker.sleep(EVERY);
      }
      room.awaitUse();
    }
  }
}
