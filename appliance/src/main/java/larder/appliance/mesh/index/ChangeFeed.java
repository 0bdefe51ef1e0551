package larder.appliance.mesh.index;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import larder.appliance.mesh.Catalog.Change;
import larder.appliance.mesh.FolderId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what changed, from one thread of its own, so that whoever makes changes never
 * waits for them. While a listener is slow, changes of a folder are merged; too many become
 * "anything in this folder". Memory is bounded by that.
 */
public final class ChangeFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);

  /** What {@link Change} allows. */
  private static final int MAX_NAMES = 1_000;

  private final List<Consumer<Change>> fileListeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> meshListeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> sourceListeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<FolderId>> newsListeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Thread teller = Thread.ofVirtual().name("mesh-changes").unstarted(this::tell);

  @GuardedBy("lock")
  private final Map<FolderId, Set<String>> changed = new LinkedHashMap<>();

  @GuardedBy("lock")
  private final Set<FolderId> withNews = new LinkedHashSet<>();

  @GuardedBy("lock")
  private boolean meshChanged;

  @GuardedBy("lock")
  private boolean sourcesChanged;

  @GuardedBy("lock")
  private boolean closed;

  public void start() {
    teller.start();
  }

  AutoCloseable onFiles(Consumer<Change> listener) {
    fileListeners.add(listener);
    return () -> fileListeners.remove(listener);
  }

  AutoCloseable onMesh(Runnable listener) {
    meshListeners.add(listener);
    return () -> meshListeners.remove(listener);
  }

  AutoCloseable onSources(Runnable listener) {
    sourceListeners.add(listener);
    return () -> sourceListeners.remove(listener);
  }

  AutoCloseable onNews(Consumer<FolderId> listener) {
    newsListeners.add(listener);
    return () -> newsListeners.remove(listener);
  }

  /** Something happened in {@code folder} that people may want to know. */
  void news(FolderId folder) {
    lock.lock();
    try {
      withNews.add(folder);
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Files of {@code folder} changed; no names means any of them. */
  void files(FolderId folder, Collection<String> names) {
    lock.lock();
    try {
      Set<String> known = changed.get(folder);
      boolean any = names.isEmpty() || (known != null && known.isEmpty());
      Set<String> all = known == null ? new LinkedHashSet<>() : known;
      all.addAll(names);
      if (any || all.size() > MAX_NAMES) {
        all.clear();
      }
      changed.put(folder, all);
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Devices or folders changed. */
  void mesh() {
    lock.lock();
    try {
      meshChanged = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /** A device has other parts of some file than before. */
  void sources() {
    lock.lock();
    try {
      sourcesChanged = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the telling; what was not told yet is dropped. Idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  private void tell() {
    while (true) {
      List<Runnable> calls = awaitCalls();
      if (calls.isEmpty()) {
        return;
      }
      calls.forEach(ChangeFeed::runSafely);
    }
  }

  private List<Runnable> awaitCalls() {
    lock.lock();
    try {
      while (!closed
          && !meshChanged
          && !sourcesChanged
          && changed.isEmpty()
          && withNews.isEmpty()) {
        news.awaitUninterruptibly();
      }
      return closed ? List.of() : takeCalls();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private List<Runnable> takeCalls() {
    List<Runnable> calls = new ArrayList<>();
    changed.forEach(
        (folder, names) -> {
          Change change = new Change(folder, List.copyOf(names));
          calls.add(() -> fileListeners.forEach(listener -> listener.accept(change)));
        });
    changed.clear();
    for (FolderId folder : withNews) {
      calls.add(() -> newsListeners.forEach(listener -> listener.accept(folder)));
    }
    withNews.clear();
    if (meshChanged) {
      calls.add(() -> meshListeners.forEach(Runnable::run));
      meshChanged = false;
    }
    if (sourcesChanged) {
      calls.add(() -> sourceListeners.forEach(Runnable::run));
      sourcesChanged = false;
    }
    return calls;
  }

  // A task boundary: a listener's bug must not end the telling of everyone else's changes.
  private static void runSafely(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("a listener to the mesh failed", e);
    }
  }
}
