package larder.appliance.mesh.index;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import larder.media.BlockHash;
import larder.media.ContentId;
import larder.media.Manifest;

/**
 * The block hashes of contents, the recently used ones in memory: a film is read block by block,
 * and its hashes take up to a megabyte.
 */
final class Manifests {

  /** Room for dozens of ordinary films. */
  private static final int MAX_BYTES = 4 << 20;

  private final MeshStore store;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<ContentId, Manifest> recent = new LinkedHashMap<>(16, 0.75f, true);

  @GuardedBy("lock")
  private int bytes;

  Manifests(MeshStore store) {
    this.store = store;
  }

  Optional<Manifest> find(ContentId content) {
    Optional<Manifest> known = recent(content);
    if (known.isPresent()) {
      return known;
    }
    Optional<Manifest> stored = store.read(sql -> Contents.find(sql, content));
    stored.ifPresent(this::remember);
    return stored;
  }

  private Optional<Manifest> recent(ContentId content) {
    lock.lock();
    try {
      return Optional.ofNullable(recent.get(content));
    } finally {
      lock.unlock();
    }
  }

  private void remember(Manifest manifest) {
    lock.lock();
    try {
      if (recent.put(manifest.contentId(), manifest) == null) {
        bytes += weight(manifest);
      }
      Iterator<Manifest> eldest = recent.values().iterator();
      while (bytes > MAX_BYTES && eldest.hasNext()) {
        bytes -= weight(eldest.next());
        eldest.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  private static int weight(Manifest manifest) {
    return manifest.chunkCount() * BlockHash.BYTES;
  }
}
