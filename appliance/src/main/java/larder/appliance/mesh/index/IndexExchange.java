package larder.appliance.mesh.index;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import larder.appliance.mesh.DeviceView;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.peer.PeerHandler;
import larder.appliance.mesh.peer.PeerLink;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.FileInfo;
import larder.appliance.mesh.wire.Message;
import larder.appliance.store.StoreException;
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
    this.stock = new StockIndex(store, held, this::announced);
    this.server = new BlockServer(store, provider);
    this.changes = changes;
    this.clock = clock;
  }

  /** This device, and the name it gives itself. */
  public record Self(DeviceId id, String name) {}

  /** The announcements for stock folders; start it once the cache is open. */
  public StockIndex stock() {
    return stock;
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

  /** Our folders or members changed: settles anew with every connected device. */
  void revise() {
    for (LinkSession session : sessions.values()) {
      Optional<Message.ClusterConfig> theirs = session.theirs();
      Agreement agreement =
          theirs.isPresent()
              ? agreements.settle(session.link().device(), theirs.get())
              : Agreement.NOTHING;
      session.revised(agreement);
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
            }
            return true;
          });
      take(device, folder.get(), index.files());
      changes.files(folder.get(), List.of());
    }
  }

  private void onUpdate(LinkSession session, Message.IndexUpdate update) {
    Optional<FolderId> folder = accepted(session, update, update.folder(), update.files());
    if (folder.isPresent()) {
      take(session.link().device(), folder.get(), update.files());
      List<String> names = update.files().stream().map(FileInfo::name).toList();
      changes.files(folder.get(), names.size() > BATCH ? List.of() : names);
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
    boolean news = false;
    for (int from = 0; from < files.size(); from += BATCH) {
      List<FileInfo> batch = files.subList(from, Math.min(files.size(), from + BATCH));
      news |= store.write(sql -> take(sql, device, folder, batch));
    }
    if (news) {
      announced(folder);
    }
  }

  private boolean take(Sql sql, DeviceId device, FolderId id, List<FileInfo> files)
      throws SQLException {
    Optional<Folder> folder = Folders.find(sql, id);
    Optional<Long> remote =
        folder.isPresent() ? RemoteIndexes.key(sql, folder.get(), device) : Optional.empty();
    if (folder.isEmpty() || remote.isEmpty() || files.isEmpty()) {
      return false;
    }
    RemoteIndexes.advance(sql, folder.get(), device, files.getLast().sequence());
    return switch (folder.get().role()) {
      case SHARE -> false; // sends only: what others have of it is theirs to know
      case STOCK -> {
        putAll(sql, folder.get(), remote.get(), files);
        Collection<String> names = files.stream().map(FileInfo::name).distinct().toList();
        yield stock.follow(sql, folder.get(), names);
      }
      case SYNC -> { // announced once the files are here
        putAll(sql, folder.get(), remote.get(), files);
        yield false;
      }
    };
  }

  private static void putAll(Sql sql, Folder folder, long remote, List<FileInfo> files)
      throws SQLException {
    for (FileInfo file : files) {
      put(sql, folder, remote, file);
    }
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
  }
}
