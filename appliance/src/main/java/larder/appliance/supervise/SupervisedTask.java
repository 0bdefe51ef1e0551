package larder.appliance.supervise;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One running task of a {@link Supervisor}. */
public final class SupervisedTask implements Part {

  private static final Logger LOG = LoggerFactory.getLogger(SupervisedTask.class);

  private final String name;
  private final Task task;
  private final Verdict verdict;
  private final Supervisor owner;
  private final Thread thread;
  private volatile boolean stopping;

  SupervisedTask(String name, Task task, Verdict verdict, Supervisor owner) {
    this.name = name;
    this.task = task;
    this.verdict = verdict;
    this.owner = owner;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::runToTheEnd);
  }

  public String name() {
    return name;
  }

  public boolean isRunning() {
    return thread.isAlive();
  }

  /** Asks the task to stop and returns at once; what it throws from now on is no failure. */
  public void stop() {
    stopping = true;
    thread.interrupt();
  }

  /** Blocks until the task is over. @return false if it still runs after {@code timeout} */
  public boolean await(Duration timeout) throws InterruptedException {
    return Thread.currentThread() == thread || thread.join(timeout);
  }

  @Override
  public void begin() {
    thread.start();
  }

  @Override
  public void end(Duration timeout) throws InterruptedException {
    boolean wasAsked = stopping;
    stop();
    if (!await(timeout)) {
      LOG.atLevel(wasAsked ? Level.DEBUG : Level.WARN)
          .log("{} did not stop in time and is left behind", name);
    }
  }

  private void runToTheEnd() {
    try {
      runWithRestarts();
    } catch (InterruptedException e) {
      LOG.debug("{} was interrupted while it waited", name);
    } finally {
      owner.ended(this);
    }
  }

  private void runWithRestarts() throws InterruptedException {
    int failures = 0;
    while (true) {
      Duration began = owner.ticker().now();
      if (!failed()) {
        return;
      }
      if (!(verdict instanceof Verdict.Restart restart)) {
        return;
      }
      boolean ranWell = owner.ticker().now().minus(began).compareTo(restart.most()) > 0;
      failures = ranWell ? 1 : failures + 1;
      owner.ticker().sleep(restart.delay(failures));
    }
  }

  /** Task boundary: whatever a task throws is logged here, once, and answered by its verdict. */
  private boolean failed() {
    try {
      task.run();
      return false;
    } catch (InterruptedException e) {
      LOG.debug("{} was interrupted", name);
      return false;
    } catch (Exception | Error e) {
      if (stopping) {
        LOG.debug("{} stopped with {}", name, e.toString());
        return false;
      }
      judge(e);
      return true;
    }
  }

  private void judge(Throwable failure) {
    switch (verdict) {
      case Verdict.Restart _ -> LOG.warn("{} failed and will start again", name, failure);
      case Verdict.End _ -> LOG.warn("{} failed and is over", name, failure);
      case Verdict.FailAll _ -> {
        LOG.error("{} failed, and nothing can go on without it", name, failure);
        owner.tellFatal(name, failure);
      }
    }
  }
}
