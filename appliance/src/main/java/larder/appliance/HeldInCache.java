package larder.appliance;

import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import larder.appliance.mesh.index.BlockProvider;
import larder.appliance.mesh.index.HeldContents;
import larder.media.ContentId;
import larder.media.Timers;
import larder.media.cache.ChunkStore;

/** The cache as the mesh sees it: which contents are complete, and their blocks. */
final class HeldInCache implements HeldContents, BlockProvider {

  private final ChunkStore store;
  private final Timers timers;

  HeldInCache(ChunkStore store, Timers timers) {
    this.store = store;
    this.timers = timers;
  }

  @Override
  public Set<ContentId> complete() {
    return store.complete();
  }

  @Override
  public HeldContents.Subscription onComplete(Consumer<ContentId> listener) {
    ChunkStore.Pin pin =
        store.onChange(
            content -> {
              if (store.isComplete(content)) {
                listener.accept(content);
              }
            });
    return pin::close;
  }

  @Override
  public BitSet present(ContentId content) {
    return store.present(content);
  }

  @Override
  public HeldContents.Subscription onChange(Consumer<ContentId> listener) {
    GatheredChanges gathered = new GatheredChanges(timers, listener);
    ChunkStore.Pin pin = store.onChange(gathered::add);
    return () -> {
      pin.close();
      gathered.close();
    };
  }

  @Override
  public Optional<byte[]> read(HeldFile file, int index) throws IOException {
    return store.readChunk(file.manifest(), index);
  }

  /** The cache has already dropped what it found damaged; it will be fetched again. */
  @Override
  public void stale(HeldFile file) {}
}
