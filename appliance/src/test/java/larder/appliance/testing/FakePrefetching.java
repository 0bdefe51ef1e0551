package larder.appliance.testing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import larder.media.ContentId;
import larder.media.Fault;
import larder.media.prefetch.FetchProgress;
import larder.media.prefetch.FetchProgress.State;
import larder.media.prefetch.Prefetching;
import larder.media.prefetch.Want;

/** A prefetcher that fetches nothing: the test says how far each content is. */
public final class FakePrefetching implements Prefetching {

  private final FakeCache cache;
  private final Map<ContentId, FetchProgress> progress = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile List<Want> wants = List.of();

  public FakePrefetching(FakeCache cache) {
    this.cache = cache;
  }

  public List<Want> wants() {
    return wants;
  }

  public void arrive(Want want) {
    ContentId content = want.manifest().contentId();
    cache.hold(content, want.manifest().sizeBytes());
    set(content, State.READY, Optional.empty());
  }

  public void set(ContentId content, State state, Optional<Fault> fault) {
    progress.put(
        content,
        new FetchProgress(
            state, cache.cachedBytes(content), 1_000, Optional.of(Duration.ofSeconds(9)), fault));
    listeners.forEach(Runnable::run);
  }

  @Override
  public void want(List<Want> newWants) {
    wants = List.copyOf(newWants);
  }

  @Override
  public FetchProgress progress(ContentId content) {
    return progress.getOrDefault(
        content,
        new FetchProgress(
            State.WAITING, cache.cachedBytes(content), 0, Optional.empty(), Optional.empty()));
  }

  @Override
  public AutoCloseable onProgress(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
