package larder.media.cache;

import java.util.BitSet;
import larder.media.ContentId;

/** What is in the cache, for those who show it. Cheap, never touching the disk. */
public interface CacheView {

  CacheUsage usage();

  /** Bytes of {@code content} that are present; 0 when it is not in the cache at all. */
  long cachedBytes(ContentId content);

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
