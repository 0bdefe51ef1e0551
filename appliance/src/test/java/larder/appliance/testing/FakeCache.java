package larder.appliance.testing;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.cache.CacheUsage;
import larder.media.cache.CacheView;

/** A cache that holds numbers of bytes and no bytes. */
public final class FakeCache implements CacheView {

  private final Map<ContentId, Long> cachedBytes = new ConcurrentHashMap<>();
  private final Map<ContentId, Manifest> manifests = new ConcurrentHashMap<>();
  private final Set<ContentId> kept = new HashSet<>();

  /** What a real cache keeps beside the bytes. */
  public void hold(Manifest manifest, long bytes) {
    manifests.put(manifest.contentId(), manifest);
    hold(manifest.contentId(), bytes);
  }

  public void hold(ContentId content, long bytes) {
    cachedBytes.put(content, bytes);
  }

  public Set<ContentId> kept() {
    return Set.copyOf(kept);
  }

  @Override
  public CacheUsage usage() {
    long used = cachedBytes.values().stream().mapToLong(Long::longValue).sum();
    return new CacheUsage(1L << 40, used, 0, 1L << 40);
  }

  @Override
  public long cachedBytes(ContentId content) {
    return cachedBytes.getOrDefault(content, 0L);
  }

  @Override
  public Optional<Manifest> manifest(ContentId content) {
    return Optional.ofNullable(manifests.get(content));
  }

  @Override
  public BitSet present(ContentId content) {
    return new BitSet();
  }

  @Override
  public void keep(ContentId content, Keep keep) {
    switch (keep) {
      case KEPT -> kept.add(content);
      case EVICTABLE -> kept.remove(content);
    }
  }
}
