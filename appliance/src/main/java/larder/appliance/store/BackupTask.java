package larder.appliance.store;

import java.time.Duration;
import larder.appliance.supervise.Task;
import larder.appliance.supervise.Ticker;

/** Backs the state up once in a while, until interrupted. */
public final class BackupTask implements Task {

  private final Database database;
  private final Duration every;
  private final Ticker ticker;

  public BackupTask(Database database, Duration every, Ticker ticker) {
    this.database = database;
    this.every = every;
    this.ticker = ticker;
  }

  @Override
  public void run() throws InterruptedException {
    while (true) {
      ticker.sleep(every);
      database.backUp();
    }
  }
}
