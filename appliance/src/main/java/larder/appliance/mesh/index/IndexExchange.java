package larder.appliance.mesh.index;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import larder.appliance.mesh.Activity;
import larder.appliance.mesh.DeleteAnswer;
import larder.appliance.mesh.DeviceView;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.peer.PeerHandler;
import larder.appliance.mesh.peer.PeerLink;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.FileInfo;
import larder.appliance.mesh.wire.Message;
import larder.appliance.store.StoreException;
import larder.media.ContentId;
import larder.media.Manifest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges indexes with every connected device: says which folders are shared, takes what the
 * others announce after checking it, announces our own, and answers requests for blocks. One for
 * each device; its state is in the store, so a restart continues where it stopped.
 */
public final class IndexExchange implements PeerHandler {

  private static final Logger LOG = LoggerFactory.getLogger(IndexExchange.class);

  /** Entries in one transaction: durable progress without long waits for other writers. */
  private static final int BATCH = 1_000;

  private final MeshStore store;
  private final Agreements agreements;
  private final IndexPages pages;
  private final StockIndex stock;
  private final PartialFiles partial;
  private final StockDeletes deletes;
  private final FolderNews news;
  private final BlockServer server;
  private final ChangeFeed changes;
  private final InstantSource clock;
  private final ConcurrentMap<DeviceId, LinkSession> sessions = new ConcurrentHashMap<>();

  /**
   * @param self this device, and the name it gives itself
   * @param held the contents that this device holds; a share, which has no stock folder, holds none
   * @param provider reads the blocks of what this device announced
   */
  public IndexExchange(
      MeshStore store,
      Self self,
      HeldContents held,
      BlockProvider provider,
      ChangeFeed changes,
      InstantSource clock) {
    this.store = store;
    this.agreements = new Agreements(store, self.id(), self.name());
    this.pages = new IndexPages(store);
    this.deletes = new StockDeletes(MassDelete.STANDARD, clock);
    this.partial = new PartialFiles(store, held);
    this.stock = new StockIndex(store, held, partial, this::announced, this::progressed);
    this.server = new BlockServer(store, provider);
    this.news = new FolderNews(store, changes, self, clock);
    this.changes = changes;
    this.clock = clock;
  }

  /** This device, and the name it gives itself. */
  public record Self(DeviceId id, String name) {}

  /** The announcements for stock folders; start it once the cache is open. */
  public StockIndex stock() {
    return stock;
  }

  /** What happened in the folders. */
  public Activity news() {
    return news;
  }

  @Override
  public void onOpen(PeerLink link) {
    LinkSession session = new LinkSession(link, new Announcements());
    LinkSession before = sessions.put(link.device(), session);
    if (before != null) {
      before.end();
    }
    DeviceView.Kind kind =
        link.client().startsWith("larder-box") ? DeviceView.Kind.BOX : DeviceView.Kind.PC;
    store.write(sql -> Devices.connected(sql, link.device(), kind, clock.instant()));
    session.start();
    changes.mesh();
  }

  @Override
  public void onMessage(PeerLink link, Message message) {
    LinkSession session = sessions.get(link.device());
    if (session == null || !session.link().equals(link)) {
      return;
    }
    try {
      switch (message) {
        case Message.ClusterConfig config -> onConfig(session, config);
        case Message.Index index -> onIndex(session, index);
        case Message.IndexUpdate update -> onUpdate(session, update);
        case Message.DownloadProgress progress -> onProgress(session, progress);
        case Message.Request _,
            Message.Response _,
            Message.Ping _,
            Message.Close _,
            Message.Ignored _ ->
            LOG.debug("{} sent a message that is not for the index", link.deviceName());
      }
    } catch (StoreException e) {
      LOG.error("cannot keep what {} announces", link.deviceName(), e);
      link.close("the state cannot be written");
    }
  }

  @Override
  public Message.Response onRequest(PeerLink link, Message.Request request) {
    return server.answer(link.device(), request);
  }

  @Override
  public void onClosed(PeerLink link, String reason) {
    LinkSession session = sessions.get(link.device());
    if (session == null
        || !session.link().equals(link)
        || !sessions.remove(link.device(), session)) {
      return;
    }
    session.end();
    try {
      store.write(sql -> Devices.seen(sql, link.device(), clock.instant()));
    } catch (StoreException e) {
      LOG.debug("when {} was last here is not kept: {}", link.deviceName(), e.getMessage());
    }
    changes.mesh();
  }

  /** Our index of {@code folder} grew: sends what is new in it. */
  public void announced(FolderId folder) {
    sessions.values().forEach(session -> session.announced(folder));
  }

  /** Chunks of a content that is here in part came or went: sends what peers do not know. */
  private void progressed(ContentId content) {
    sessions.values().forEach(session -> session.progressed(Set.of(content)));
  }

  /** Our folders or members changed: settles anew with every connected device. */
  void revise() {
    for (LinkSession session : sessions.values()) {
      Optional<Message.ClusterConfig> theirs = session.theirs();
      Agreement agreement =
          theirs.isPresent()
              ? agreements.settle(session.link().device(), theirs.get())
              : Agreement.NOTHING;
      session.revised(agreement);
      session.progressed(partial.contents());
      agreement.restarted().forEach(folder -> changes.files(folder, List.of()));
    }
    changes.mesh();
  }

  /** The connection to {@code device}, if there is one. */
  Optional<PeerLink> link(DeviceId device) {
    return Optional.ofNullable(sessions.get(device)).map(LinkSession::link);
  }

  /** The connection to {@code device} if it shares {@code folder} with us right now. */
  Optional<PeerLink> link(DeviceId device, FolderId folder) {
    return Optional.ofNullable(sessions.get(device))
        .filter(session -> session.common().contains(folder))
        .map(LinkSession::link);
  }

  /** The connections over which {@code folder} is shared right now, and what came over them. */
  List<LinkSession> sessions(FolderId folder) {
    return sessions.values().stream().filter(session -> session.common().contains(folder)).toList();
  }

  private void onConfig(LinkSession session, Message.ClusterConfig config) {
    if (config.secondary()) {
      return;
    }
    Optional<String> fault = agreements.fault(config);
    if (fault.isPresent()) {
      refuse(session, fault.get());
      return;
    }
    Agreement agreement = agreements.settle(session.link().device(), config);
    session.agreed(config, agreement);
    session.progressed(partial.contents());
    agreement.restarted().forEach(folder -> changes.files(folder, List.of()));
    switch (agreement.membership()) {
      case CHANGED -> revise();
      case UNCHANGED -> changes.mesh();
    }
    session.early().take(session.common()).forEach(early -> onMessage(session.link(), early));
  }

  private void onIndex(LinkSession session, Message.Index index) {
    Optional<FolderId> folder = accepted(session, index, index.folder(), index.files());
    if (folder.isPresent()) {
      DeviceId device = session.link().device();
      store.write(
          sql -> {
            Optional<Folder> known = Folders.find(sql, folder.get());
            if (known.isPresent()) {
              IndexPosition position = RemoteIndexes.position(sql, known.get(), device);
              RemoteIndexes.restart(sql, known.get(), device, position.indexId());
              FolderNews.begin(sql, folder.get(), device, saidToHave(session, folder.get()));
            }
            return true;
          });
      take(device, folder.get(), index.files());
      changes.files(folder.get(), List.of());
    }
  }

  /** The sequence up to which the peer had everything when it said what it shares. */
  private static long saidToHave(LinkSession session, FolderId folder) {
    DeviceId device = session.link().device();
    return session.theirs().stream()
        .flatMap(config -> config.folders().stream())
        .filter(theirs -> theirs.id().equals(folder.value()))
        .flatMap(theirs -> theirs.devices().stream())
        .filter(listed -> listed.id().equals(device))
        .mapToLong(Message.Device::maxSequence)
        .findFirst()
        .orElse(0);
  }

  private void onUpdate(LinkSession session, Message.IndexUpdate update) {
    Optional<FolderId> folder = accepted(session, update, update.folder(), update.files());
    if (folder.isPresent()) {
      take(session.link().device(), folder.get(), update.files());
      List<String> names = update.files().stream().map(FileInfo::name).toList();
      changes.files(folder.get(), names.size() > BATCH ? List.of() : names);
    }
  }

  /** For folders that are not common it means nothing: the file could not be asked for. */
  private void onProgress(LinkSession session, Message.DownloadProgress progress) {
    if (session.common().stream().anyMatch(folder -> folder.value().equals(progress.folder()))) {
      session.progress().take(progress);
      changes.sources();
    }
  }

  /** The folder, if the announcement is sound and the folder is one that both share. */
  private Optional<FolderId> accepted(
      LinkSession session, Message announcement, String id, List<FileInfo> files) {
    Optional<String> fault = EntryCheck.fault(files);
    if (fault.isPresent()) {
      refuse(session, fault.get());
      return Optional.empty();
    }
    Optional<FolderId> common =
        session.common().stream().filter(folder -> folder.value().equals(id)).findFirst();
    if (common.isEmpty()) {
      // If we left the folder, these are its last messages under way, and nobody needs them.
      agreements
          .sharedWith(session.link().device(), id)
          .ifPresent(folder -> awaitConfig(session, folder, announcement, files));
    }
    return common;
  }

  private static void awaitConfig(
      LinkSession session, FolderId folder, Message announcement, List<FileInfo> files) {
    if (!session.early().hold(folder, announcement, files)) {
      LOG.info(
          "{} sent the index of {} before it said that it shares it; connecting anew",
          session.link().deviceName(),
          folder);
      session.link().close("the index of a folder came before its ClusterConfig");
    }
  }

  private void refuse(LinkSession session, String fault) {
    LOG.warn("{} announced something impossible: {}", session.link().deviceName(), fault);
    session.link().close("bad index: " + fault);
  }

  private void take(DeviceId device, FolderId folder, List<FileInfo> files) {
    Taken all = Taken.NOTHING;
    for (int from = 0; from < files.size(); from += BATCH) {
      List<FileInfo> batch = files.subList(from, Math.min(files.size(), from + BATCH));
      all = all.and(store.write(sql -> take(sql, device, folder, batch)));
    }
    if (all.announces) {
      announced(folder);
    }
    if (all.isNews) {
      changes.news(folder);
    }
  }

  /** What came of announcements: some of our own, and news for people. */
  private record Taken(boolean announces, boolean isNews) {

    static final Taken NOTHING = new Taken(false, false);

    Taken and(Taken more) {
      return new Taken(announces || more.announces, isNews || more.isNews);
    }
  }

  private Taken take(Sql sql, DeviceId device, FolderId id, List<FileInfo> files)
      throws SQLException {
    Optional<Folder> folder = Folders.find(sql, id);
    Optional<Long> remote =
        folder.isPresent() ? RemoteIndexes.key(sql, folder.get(), device) : Optional.empty();
    if (folder.isEmpty() || remote.isEmpty() || files.isEmpty()) {
      return Taken.NOTHING;
    }
    RemoteIndexes.advance(sql, folder.get(), device, files.getLast().sequence());
    return switch (folder.get().role()) {
      case SHARE -> Taken.NOTHING; // sends only: what others have of it is theirs to know
      case STOCK -> {
        boolean isNews = news.note(sql, folder.get(), device, files);
        yield new Taken(takeStock(sql, folder.get(), remote.get(), files), isNews);
      }
    };
  }

  private boolean takeStock(Sql sql, Folder folder, long remote, List<FileInfo> files)
      throws SQLException {
    boolean over = deletes.isOver(sql, folder);
    List<String> late = over ? StockDeletes.take(sql, folder) : List.of();
    Set<String> held = deletes.toHold(sql, folder, remote, files);
    for (FileInfo file : files) {
      Optional<Manifest> was =
          held.contains(file.name())
              ? Contents.find(
                  sql, RemoteIndexes.content(sql, folder, remote, file.name()).orElseThrow())
              : Optional.empty();
      if (was.isPresent()) {
        RemoteIndexes.put(sql, folder, remote, Entry.heldDelete(file, was.get()));
      } else {
        put(sql, folder, remote, file);
      }
    }
    if (!held.isEmpty() || over) {
      LOG.warn("{}: {} deletes are held, {} taken", folder.id(), held.size(), late.size());
      changes.mesh();
      changes.files(folder.id(), late.size() > BATCH ? List.of() : late);
    }
    Collection<String> names =
        Stream.concat(files.stream().map(FileInfo::name), late.stream()).distinct().toList();
    return stock.follow(sql, folder, names);
  }

  /** The owner's word on the deletes that are held in a folder. @return false if none is */
  boolean answer(FolderId id, DeleteAnswer answer) {
    boolean answered =
        store.write(
            sql -> {
              Optional<Folder> folder = Folders.find(sql, id);
              return folder.isPresent() && answer(sql, folder.get(), answer);
            });
    if (answered) {
      announced(id);
      changes.files(id, List.of());
      changes.mesh();
    }
    return answered;
  }

  private boolean answer(Sql sql, Folder folder, DeleteAnswer answer) throws SQLException {
    return switch (answer) {
      case KEEP -> StockDeletes.keep(sql, folder);
      case TAKE -> {
        List<String> names = StockDeletes.take(sql, folder);
        boolean _ = stock.follow(sql, folder, names);
        yield !names.isEmpty();
      }
    };
  }

  private static void put(Sql sql, Folder folder, long remote, FileInfo file) throws SQLException {
    Optional<Manifest> manifest = EntryCheck.manifest(file);
    if (manifest.isPresent()) {
      Contents.keep(sql, manifest.get(), file.blocks().weakHashes());
    }
    RemoteIndexes.put(sql, folder, remote, new Entry(file, manifest.map(Manifest::contentId)));
  }

  /** What the sessions send. */
  private final class Announcements implements LinkSession.Announcer {

    @Override
    public Message.ClusterConfig config(PeerLink link) {
      return agreements.configFor(link.device());
    }

    @Override
    public Optional<LinkSession.Page> page(FolderId folder, LinkSession.Cursor cursor) {
      return pages.next(folder, cursor);
    }

    @Override
    public List<PartialFiles.Partial> partials(ContentId content) {
      return partial.of(content);
    }
  }
}
