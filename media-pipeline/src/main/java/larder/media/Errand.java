package larder.media;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One piece of work that runs again after every nudge and never twice at once. Nudges that come
 * while it runs are joined into one more run; with no nudge there is no thread.
 */
public final class Errand {

  private static final Logger LOG = LoggerFactory.getLogger(Errand.class);

  private final Executor executor;
  private final Runnable work;
  private final AtomicInteger nudges = new AtomicInteger();

  /**
   * @param executor runs it, a thread of its own for each run
   * @param work short; may nudge again
   */
  public Errand(Executor executor, Runnable work) {
    this.executor = executor;
    this.work = work;
  }

  /** Something changed: the work runs at least once from now. Never blocks. */
  public void nudge() {
    if (nudges.getAndIncrement() == 0) {
      try {
        executor.execute(this::drain);
      } catch (RejectedExecutionException e) {
        LOG.debug("The executor is closed; nothing runs any more");
      }
    }
  }

  private void drain() {
    int seen = nudges.get();
    while (seen != 0) {
      try {
        work.run();
      } catch (RuntimeException e) { // task boundary: the next nudge tries again
        LOG.error("Work failed; the next change tries again", e);
      }
      seen = nudges.addAndGet(-seen);
    }
  }
}
