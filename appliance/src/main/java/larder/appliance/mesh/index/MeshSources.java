package larder.appliance.mesh.index;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.index.MeshBlockSource.Spot;
import larder.appliance.mesh.index.RemoteIndexes.Announced;
import larder.appliance.mesh.index.RemoteIndexes.FileKey;
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
  private final AtomicLong changes = new AtomicLong();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ConcurrentMap<ContentId, List<BlockSource>> remembered = new ConcurrentHashMap<>();

  public MeshSources(MeshStore store, IndexExchange exchange, ChangeFeed feed) {
    this.store = store;
    this.exchange = exchange;
    this.manifests = new Manifests(store);
    // Assigned for the life of the box: the feed and the sources end together.
    var _ = feed.onMesh(this::changed);
    var _ = feed.onSources(this::changed);
    var _ = feed.onFiles(change -> changed());
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
    long before = changes.get();
    List<BlockSource> found = find(content);
    remembered.put(content, found);
    if (changes.get() != before) { // what was found may be old already
      remembered.remove(content);
    }
    return found;
  }

  @Override
  public Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void changed() {
    changes.incrementAndGet();
    remembered.clear();
    listeners.forEach(Runnable::run);
  }

  private List<BlockSource> find(ContentId content) {
    Optional<Manifest> manifest = manifests.find(content);
    if (manifest.isEmpty()) {
      return List.of();
    }
    Map<PeerLink, List<Spot>> byLink = new LinkedHashMap<>();
    for (Place place : store.read(sql -> RemoteIndexes.places(sql, content))) {
      exchange
          .link(place.device(), new FolderId(place.folder()))
          .ifPresent(link -> add(byLink, link, new Spot.Whole(place)));
    }
    addParts(byLink, content, manifest.get());
    int[] weakHashes = store.read(sql -> Contents.weakHashes(sql, content));
    Set<DeviceId> boxes = store.read(Devices::boxes);
    List<BlockSource> fromBoxes = new ArrayList<>();
    List<BlockSource> fromPcs = new ArrayList<>();
    byLink.forEach(
        (link, spots) -> {
          boolean box = boxes.contains(link.device());
          BlockSource.Cost cost = box ? BlockSource.Cost.CHEAP : BlockSource.Cost.ORDINARY;
          (box ? fromBoxes : fromPcs)
              .add(new MeshBlockSource(link, manifest.get(), weakHashes, spots, cost));
        });
    fromBoxes.addAll(fromPcs);
    return List.copyOf(fromBoxes);
  }

  /** Those who told that they have some of it, unless they have all of it. */
  private void addParts(Map<PeerLink, List<Spot>> byLink, ContentId content, Manifest manifest) {
    Set<PeerLink> whole = Set.copyOf(byLink.keySet());
    for (NamedFile file : store.read(sql -> newest(sql, content))) {
      for (LinkSession session : exchange.sessions(file.folder())) {
        String folder = file.folder().value();
        RemoteProgress progress = session.progress();
        if (!whole.contains(session.link())
            && progress.knows(folder, file.entry(), manifest.chunkBytes())) {
          Place place = new Place(session.link().device(), folder, file.entry().info().name());
          add(
              byLink,
              session.link(),
              new Spot.Part(place, file.entry(), manifest.chunkBytes(), progress));
        }
      }
    }
  }

  private static void add(Map<PeerLink, List<Spot>> byLink, PeerLink link, Spot spot) {
    byLink.computeIfAbsent(link, l -> new ArrayList<>()).add(spot);
  }

  /** The files whose newest version is {@code content}. */
  private static List<NamedFile> newest(Sql sql, ContentId content) throws SQLException {
    List<Folder> folders = Folders.all(sql);
    List<NamedFile> files = new ArrayList<>();
    for (FileKey key : RemoteIndexes.files(sql, content)) {
      Optional<Folder> folder =
          folders.stream().filter(one -> one.key() == key.folder()).findFirst();
      if (folder.isPresent()) {
        GlobalChoice.of(RemoteIndexes.of(sql, folder.get(), key.name()))
            .map(Announced::entry)
            .filter(entry -> entry.content().equals(Optional.of(content)))
            .ifPresent(entry -> files.add(new NamedFile(folder.get().id(), entry)));
      }
    }
    return files;
  }

  private record NamedFile(FolderId folder, Entry entry) {}
}
