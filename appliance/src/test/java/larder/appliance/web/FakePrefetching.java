package larder.appliance.web;

import java.util.List;
import java.util.Optional;
import larder.media.ContentId;
import larder.media.prefetch.FetchProgress;
import larder.media.prefetch.Prefetching;
import larder.media.prefetch.Want;

/** Never fetches anything. */
final class FakePrefetching implements Prefetching {

  @Override
  public void want(List<Want> wants) {}

  @Override
  public FetchProgress progress(ContentId content) {
    return new FetchProgress(FetchProgress.State.WAITING, 0, 0, Optional.empty(), Optional.empty());
  }

  @Override
  public AutoCloseable onProgress(Runnable listener) {
    return () -> {};
  }
}
