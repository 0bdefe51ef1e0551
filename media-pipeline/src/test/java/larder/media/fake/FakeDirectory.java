package larder.media.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import larder.media.ContentId;
import larder.media.source.BlockSource;
import larder.media.source.SourceDirectory;

/** A directory that a test fills. */
public final class FakeDirectory implements SourceDirectory {

  private final Map<ContentId, List<BlockSource>> sources = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  @Override
  public List<BlockSource> sourcesOf(ContentId content) {
    return sources.getOrDefault(content, List.of());
  }

  @Override
  public Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** These, and only these, have {@code content} from now on. */
  public void put(ContentId content, BlockSource... holders) {
    sources.put(content, new ArrayList<>(List.of(holders)));
    listeners.forEach(Runnable::run);
  }

  public int listeners() {
    return listeners.size();
  }
}
