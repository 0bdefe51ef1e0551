package larder.media.cache;

import java.util.BitSet;
import java.util.Optional;
import larder.media.ContentId;
import larder.media.Manifest;

/** What is in the cache, for those who show it. Cheap; only {@link #manifest} touches the disk. */
public interface CacheView {

  CacheUsage usage();

  /** Bytes of {@code content} that are present; 0 when it is not in the cache at all. */
  long cachedBytes(ContentId content);

  /** What {@code content} must be, if some of it is present; reads the disk. */
  Optional<Manifest> manifest(ContentId content);

  /** The chunks of {@code content} that are present, as a copy. */
  BitSet present(ContentId content);

  /** Exempts {@code content} from eviction, or no longer; remembered across restarts. */
  void keep(ContentId content, Keep keep);

  /** Whether eviction may take a content. */
  enum Keep {
    KEPT,
    EVICTABLE
  }
}
