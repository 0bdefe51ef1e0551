package larder.appliance.mesh.scan;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import larder.appliance.mesh.FolderId;
import larder.appliance.supervise.Ticker;

/** Which folders are due for a look at the disk. Asking again before it happened is one look. */
public final class Rescans {

  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  @GuardedBy("lock")
  private final Map<FolderId, Duration> due = new HashMap<>();

  public Rescans(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Looks at {@code folder} after {@code delay}, or earlier if that was asked for already. */
  public void request(FolderId folder, Duration delay) {
    lock.lock();
    try {
      due.merge(folder, ticker.now().plus(delay), (a, b) -> a.compareTo(b) <= 0 ? a : b);
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next folder that is due. */
  public FolderId take() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        Optional<Map.Entry<FolderId, Duration>> next =
            due.entrySet().stream().min(Map.Entry.comparingByValue());
        if (next.isEmpty()) {
          news.await();
          continue;
        }
        Duration wait = next.get().getValue().minus(ticker.now());
        if (wait.isNegative() || wait.isZero()) {
          due.remove(next.get().getKey());
          return next.get().getKey();
        }
        news.awaitNanos(wait.toNanos());
      }
    } finally {
      lock.unlock();
    }
  }
}
