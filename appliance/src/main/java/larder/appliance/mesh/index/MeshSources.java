package larder.appliance.mesh.index;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.index.RemoteIndexes.Place;
import larder.appliance.mesh.peer.PeerLink;
import larder.appliance.mesh.wire.DeviceId;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.source.BlockSource;
import larder.media.source.SourceDirectory;

/**
 * The connected devices as sources: whoever announces a file with exactly the wanted bytes, in
 * whatever folder and under whatever name. Other boxes come first, to leave the PCs in peace.
 */
public final class MeshSources implements SourceDirectory {

  /** Contents that are being fetched or played at the same time; then they are looked up again. */
  private static final int MAX_REMEMBERED = 256;

  private final MeshStore store;
  private final IndexExchange exchange;
  private final Manifests manifests;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ConcurrentMap<ContentId, List<BlockSource>> remembered = new ConcurrentHashMap<>();

  public MeshSources(MeshStore store, IndexExchange exchange, ChangeFeed changes) {
    this.store = store;
    this.exchange = exchange;
    this.manifests = new Manifests(store);
    // Assigned for the life of the box: the feed and the sources end together.
    var _ = changes.onMesh(this::changed);
    var _ = changes.onFiles(change -> changed());
  }

  @Override
  public List<BlockSource> sourcesOf(ContentId content) {
    List<BlockSource> known = remembered.get(content);
    if (known != null) {
      return known;
    }
    if (remembered.size() >= MAX_REMEMBERED) {
      remembered.clear();
    }
    List<BlockSource> found = find(content);
    remembered.put(content, found);
    return found;
  }

  @Override
  public Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void changed() {
    remembered.clear();
    listeners.forEach(Runnable::run);
  }

  private List<BlockSource> find(ContentId content) {
    Optional<Manifest> manifest = manifests.find(content);
    if (manifest.isEmpty()) {
      return List.of();
    }
    Map<PeerLink, List<Place>> byLink = new LinkedHashMap<>();
    for (Place place : store.read(sql -> RemoteIndexes.places(sql, content))) {
      exchange
          .link(place.device(), new FolderId(place.folder()))
          .ifPresent(link -> byLink.computeIfAbsent(link, l -> new ArrayList<>()).add(place));
    }
    int[] weakHashes = store.read(sql -> Contents.weakHashes(sql, content));
    Set<DeviceId> boxes = store.read(Devices::boxes);
    List<BlockSource> fromBoxes = new ArrayList<>();
    List<BlockSource> fromPcs = new ArrayList<>();
    byLink.forEach(
        (link, places) ->
            (boxes.contains(link.device()) ? fromBoxes : fromPcs)
                .add(new MeshBlockSource(link, manifest.get(), weakHashes, places)));
    fromBoxes.addAll(fromPcs);
    return List.copyOf(fromBoxes);
  }
}
