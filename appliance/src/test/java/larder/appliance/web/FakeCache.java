package larder.appliance.web;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.cache.CacheUsage;
import larder.media.cache.CacheView;

/** A cache of figures. */
public final class FakeCache implements CacheView {

  private final Map<ContentId, Keep> keeps = new ConcurrentHashMap<>();

  @Override
  public CacheUsage usage() {
    return new CacheUsage(20_000_000_000L, 5_000, 1_000, 7_000_000_000L);
  }

  @Override
  public long cachedBytes(ContentId content) {
    return present(content).cardinality() * 131_072L;
  }

  @Override
  public Optional<Manifest> manifest(ContentId content) {
    return Optional.empty();
  }

  @Override
  public BitSet present(ContentId content) {
    BitSet present = new BitSet();
    present.set(0);
    present.set(9);
    return present;
  }

  @Override
  public void keep(ContentId content, Keep keep) {
    keeps.put(content, keep);
  }
}
