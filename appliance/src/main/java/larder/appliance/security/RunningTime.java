package larder.appliance.security;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import larder.appliance.store.Database;
import larder.appliance.store.Sql;
import larder.appliance.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long this box has run, over all its runs. It stands still while the box is off, never goes
 * back, and does not care what the wall clock says: a box without a battery starts in 1970.
 */
final class RunningTime {

  private static final Logger LOG = LoggerFactory.getLogger(RunningTime.class);

  /** A restart gives back at most this much; saved only when somebody asks for the time. */
  private static final long SAVE_EVERY_SECONDS = Duration.ofMinutes(10).toSeconds();

  private final Database database;
  private final LongSupplier nanoTime;
  private final long startedNanos;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private long secondsBefore;

  @GuardedBy("lock")
  private long savedSeconds;

  RunningTime(Database database, LongSupplier nanoTime) {
    this.database = database;
    this.nanoTime = nanoTime;
    this.startedNanos = nanoTime.getAsLong();
  }

  void open() {
    long stored =
        database.read(connection -> Sql.number(connection, "SELECT seconds FROM running_time"));
    lock.lock();
    try {
      secondsBefore = stored;
      savedSeconds = stored;
    } finally {
      lock.unlock();
    }
  }

  long seconds() {
    long ran = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - startedNanos);
    long now;
    lock.lock();
    try {
      now = secondsBefore + ran;
      if (now - savedSeconds < SAVE_EVERY_SECONDS) {
        return now;
      }
      savedSeconds = now;
    } finally {
      lock.unlock();
    }
    save(now);
    return now;
  }

  private void save(long seconds) {
    try {
      database.write(
          connection ->
              Sql.update(
                  connection,
                  "INSERT INTO running_time (one, seconds) VALUES (1, ?)"
                      + " ON CONFLICT (one) DO UPDATE SET seconds = max(seconds, excluded.seconds)",
                  seconds));
    } catch (StoreException e) {
      LOG.warn("the running time was not noted: {}", e.getMessage());
    }
  }
}
