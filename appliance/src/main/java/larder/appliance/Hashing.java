package larder.appliance;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import larder.appliance.cli.HashingProgress;
import larder.appliance.mesh.scan.ScanListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a share's first look at its folders is, for the progress bar; and what went wrong, for
 * the log.
 */
final class Hashing implements ScanListener {

  private static final Logger LOG = LoggerFactory.getLogger(Hashing.class);

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<Path, Part> parts = new HashMap<>();

  @GuardedBy("lock")
  private final Set<Path> unread;

  /** The last thing said of a folder, so that a fault is not said again each minute. */
  @GuardedBy("lock")
  private final Map<Path, String> said = new HashMap<>();

  private record Part(long doneBytes, long totalBytes) {}

  Hashing(Set<Path> roots) {
    this.unread = new HashSet<>(roots);
  }

  HashingProgress progress() {
    lock.lock();
    try {
      long done = parts.values().stream().mapToLong(Part::doneBytes).sum();
      long total = parts.values().stream().mapToLong(Part::totalBytes).sum();
      return new HashingProgress(
          done,
          total,
          unread.isEmpty() ? HashingProgress.State.DONE : HashingProgress.State.HASHING);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void hashing(Path root, long doneBytes, long totalBytes) {
    lock.lock();
    try {
      parts.put(root, new Part(doneBytes, totalBytes));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void scanned(Path root, long entries) {
    if (isNews(root, entries + " entries")) {
      LOG.info("{} is shared with {} files and folders", root, entries);
    }
  }

  @Override
  public void failed(Path root, String reason) {
    if (isNews(root, reason)) {
      LOG.warn("{}. What the box knows of it stays as it is", reason.replaceFirst("[.]$", ""));
    }
  }

  private boolean isNews(Path root, String sentence) {
    lock.lock();
    try {
      unread.remove(root);
      return !sentence.equals(said.put(root, sentence));
    } finally {
      lock.unlock();
    }
  }
}
