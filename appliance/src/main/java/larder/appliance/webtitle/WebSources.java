package larder.appliance.webtitle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.TitleId;
import larder.media.cache.ChunkStore;
import larder.media.source.BlockSource;
import larder.media.source.SourceDirectory;
import larder.media.source.http.MirrorEvents;
import larder.media.source.http.WebAccess;
import larder.media.source.http.WebMirror;

/** The servers of found titles as sources, each made when it is first asked for. */
public final class WebSources implements SourceDirectory, AutoCloseable {

  private final WebShelf shelf;
  private final ChunkStore store;
  private final WebAccess access;
  private final Map<ContentId, List<WebMirror>> mirrors = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<TitleId>> changes = new CopyOnWriteArrayList<>();

  public WebSources(WebShelf shelf, ChunkStore store, WebAccess access) {
    this.shelf = shelf;
    this.store = store;
    this.access = access;
    // Assigned for the life of the box: shelf and sources end together.
    var _ = shelf.onChange(this::titlesChanged);
  }

  @Override
  public List<BlockSource> sourcesOf(ContentId content) {
    return shelf.find(content).stream()
        .flatMap(row -> mirrors.computeIfAbsent(content, _ -> open(row)).stream())
        .flatMap(mirror -> mirror.sources().stream())
        .toList();
  }

  private List<WebMirror> open(WebRow row) {
    Manifest manifest = row.manifest().orElseThrow();
    return row.found().orElseThrow().copies().stream()
        .map(copy -> new WebMirror(access, manifest, copy, new Events(row.id(), manifest)))
        .toList();
  }

  @Override
  public Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Calls {@code listener} with titles of which a server has another version now. */
  void onOtherVersion(Consumer<TitleId> listener) {
    changes.add(listener);
  }

  /** Contents that are no title's any more lose their connections. */
  private void titlesChanged(Set<TitleId> changed) {
    for (ContentId content : List.copyOf(mirrors.keySet())) {
      if (shelf.find(content).isEmpty()) {
        Optional.ofNullable(mirrors.remove(content))
            .ifPresent(left -> left.forEach(WebMirror::close));
      }
    }
    tell();
  }

  void tell() {
    listeners.forEach(Runnable::run);
  }

  @Override
  public void close() {
    mirrors.values().forEach(each -> each.forEach(WebMirror::close));
  }

  /** What one mirror of a title tells. */
  private final class Events implements MirrorEvents {

    private final TitleId title;
    private final Manifest manifest;

    Events(TitleId title, Manifest manifest) {
      this.title = title;
      this.manifest = manifest;
    }

    @Override
    public boolean isHeld(int index) {
      return store.holds(manifest.contentId(), index);
    }

    @Override
    public void recovered() {
      tell();
    }

    @Override
    public void changed(String sentence) {
      changes.forEach(listener -> listener.accept(title));
    }
  }
}
