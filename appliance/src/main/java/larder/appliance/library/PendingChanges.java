package larder.appliance.library;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import larder.appliance.mesh.Catalog.Change;
import larder.appliance.mesh.FolderId;

/**
 * Changes of the catalog that wait for the library. Bounded: a folder with too many of them is
 * compared as a whole instead. Safe for several threads.
 */
final class PendingChanges {

  /** Above this, comparing the folder costs no more than looking at each name. */
  private static final int MAX_NAMES = 5_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();

  /** No names means the whole folder. */
  @GuardedBy("lock")
  private final Map<FolderId, Set<String>> names = new LinkedHashMap<>();

  void add(Change change) {
    lock.lock();
    try {
      Set<String> waiting = names.get(change.folder());
      boolean whole = change.names().isEmpty() || (waiting != null && waiting.isEmpty());
      Set<String> merged = new LinkedHashSet<>(waiting == null ? Set.of() : waiting);
      merged.addAll(change.names());
      names.put(change.folder(), whole || merged.size() > MAX_NAMES ? Set.of() : merged);
      added.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes one folder's changes; blocks until there are some. */
  Change take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (names.isEmpty()) {
        added.await();
      }
      Map.Entry<FolderId, Set<String>> first = names.entrySet().iterator().next();
      names.remove(first.getKey());
      return new Change(first.getKey(), List.copyOf(first.getValue()));
    } finally {
      lock.unlock();
    }
  }
}
