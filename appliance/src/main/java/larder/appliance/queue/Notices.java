package larder.appliance.queue;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.TitleId;

/** Word left for the queue's thread: that something changed, and what. Bounded; never blocks. */
final class Notices {

  /** Above this, every entry is looked at. */
  private static final int MAX_TITLES = 1_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();

  @GuardedBy("lock")
  private boolean any;

  @GuardedBy("lock")
  private boolean everything;

  @GuardedBy("lock")
  private boolean queue;

  @GuardedBy("lock")
  private final Set<TitleId> titles = new HashSet<>();

  /** Look at every entry. */
  void everythingChanged() {
    lock.lock();
    try {
      everything = true;
      leave();
    } finally {
      lock.unlock();
    }
  }

  /** Entries came, went or moved. */
  void queueChanged() {
    lock.lock();
    try {
      queue = true;
      leave();
    } finally {
      lock.unlock();
    }
  }

  /** Files of titles changed. */
  void titlesChanged(Set<TitleId> changed) {
    lock.lock();
    try {
      titles.addAll(changed);
      if (titles.size() > MAX_TITLES) {
        titles.clear();
        everything = true;
      }
      leave();
    } finally {
      lock.unlock();
    }
  }

  /** Bytes arrived. */
  void progressed() {
    lock.lock();
    try {
      leave();
    } finally {
      lock.unlock();
    }
  }

  /** What was left since the last call; blocks until there is something. */
  Notice take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!any) {
        left.await();
      }
      Notice notice = new Notice(everything, queue, titles);
      any = false;
      everything = false;
      queue = false;
      titles.clear();
      return notice;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void leave() {
    any = true;
    left.signal();
  }

  /**
   * What changed.
   *
   * @param everything all entries may be concerned
   * @param queue entries came, went or moved
   * @param titles whose files changed
   */
  record Notice(boolean everything, boolean queue, Set<TitleId> titles) {
    Notice {
      titles = Set.copyOf(titles);
    }

    boolean isOnlyProgress() {
      return !everything && !queue && titles.isEmpty();
    }
  }
}
