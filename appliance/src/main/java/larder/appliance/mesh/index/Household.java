package larder.appliance.mesh.index;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import larder.appliance.mesh.DeviceView;
import larder.appliance.mesh.DeviceView.State;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.FolderMode;
import larder.appliance.mesh.FolderView;
import larder.appliance.mesh.Mesh;
import larder.appliance.mesh.index.Devices.Device;
import larder.appliance.mesh.index.Devices.Knock;
import larder.appliance.mesh.index.Offers.Offer;
import larder.appliance.mesh.peer.PeerAddress;
import larder.appliance.mesh.peer.PeerState;
import larder.appliance.mesh.wire.DeviceId;

/** The mesh as the store keeps it: who is let in, which folders are taken or on offer. */
public final class Household implements Mesh {

  private final MeshStore store;
  private final DeviceId self;
  private final IndexExchange exchange;
  private final Contacts contacts;
  private final ChangeFeed changes;

  public Household(
      MeshStore store,
      DeviceId self,
      IndexExchange exchange,
      Contacts contacts,
      ChangeFeed changes) {
    this.store = store;
    this.self = self;
    this.exchange = exchange;
    this.contacts = contacts;
    this.changes = changes;
  }

  /** Keeps in touch with every known device from now on. */
  public void start() {
    store.read(Devices::all).forEach(this::keepInTouch);
    store.sweep();
  }

  @Override
  public DeviceId self() {
    return self;
  }

  @Override
  public List<DeviceView> devices() {
    return store.read(
        sql -> {
          List<DeviceView> views = new ArrayList<>();
          for (Device device : Devices.all(sql)) {
            views.add(view(sql, device));
          }
          Devices.knocks(sql).forEach(knock -> views.add(view(knock)));
          return views;
        });
  }

  @Override
  public void approve(DeviceId id, Optional<String> name, List<String> addresses) {
    approve(id, name, addresses, Set.of());
  }

  @Override
  public void approve(
      DeviceId id, Optional<String> name, List<String> addresses, Set<FolderId> expected) {
    if (id.equals(self)) {
      throw new IllegalArgumentException("this is the device's own id");
    }
    addresses.forEach(PeerAddress::parse); // refused before anything is changed
    Device device =
        store.write(
            sql -> {
              Devices.put(sql, id, nameOf(sql, id, name), addressesOf(sql, id, addresses));
              for (FolderId folder : expected) {
                expect(sql, id, folder);
              }
              return Devices.find(sql, id).orElseThrow();
            });
    keepInTouch(device);
    exchange.revise();
  }

  @Override
  public boolean forget(DeviceId id) {
    List<FolderId> shared =
        store.read(sql -> Folders.sharedWith(sql, id)).stream().map(Folder::id).toList();
    boolean known = store.write(sql -> Devices.remove(sql, id));
    contacts.forget(id, "removed by its owner");
    exchange.link(id).ifPresent(link -> link.close("removed by its owner"));
    shared.forEach(folder -> changes.files(folder, List.of()));
    changes.mesh();
    return known;
  }

  @Override
  public List<FolderView> folders() {
    return store.read(
        sql -> {
          Map<FolderId, FolderView> views = new LinkedHashMap<>();
          for (Folder folder : Folders.all(sql)) {
            views.put(folder.id(), view(sql, folder));
          }
          for (Offer offer : Offers.all(sql)) {
            views.merge(offer.folder(), view(offer), Household::merged);
          }
          return List.copyOf(views.values());
        });
  }

  @Override
  public boolean accept(FolderId id, FolderMode mode) {
    boolean taken = store.write(sql -> take(sql, id, mode));
    if (taken) {
      exchange.revise();
    }
    return taken;
  }

  @Override
  public boolean leave(FolderId id) {
    boolean left =
        store.write(
            sql -> {
              Optional<Folder> folder = Folders.find(sql, id);
              if (folder.isPresent()) {
                Folders.remove(sql, folder.get());
              }
              return folder.isPresent();
            });
    if (left) {
      exchange.revise();
      changes.files(id, List.of());
    }
    return left;
  }

  @Override
  public AutoCloseable onChange(Runnable listener) {
    return changes.onMesh(listener);
  }

  private void keepInTouch(Device device) {
    List<PeerAddress> addresses = new ArrayList<>();
    device.addresses().stream().map(PeerAddress::parse).forEach(addresses::add);
    addresses.add(new PeerAddress.Dynamic()); // wherever it is heard of, beside what its owner said
    contacts.keepInTouch(device.id(), addresses.stream().distinct().toList());
  }

  private static String nameOf(Sql sql, DeviceId id, Optional<String> name) throws SQLException {
    if (name.isPresent()) {
      return Names.harmless(name.get(), id.shortText());
    }
    Optional<String> known = Devices.find(sql, id).map(Device::name);
    return known.isPresent()
        ? known.get()
        : Devices.knocks(sql).stream()
            .filter(knock -> knock.id().equals(id))
            .map(Knock::name)
            .findFirst()
            .orElse(id.shortText());
  }

  private static List<String> addressesOf(Sql sql, DeviceId id, List<String> given)
      throws SQLException {
    return given.isEmpty() ? Devices.find(sql, id).map(Device::addresses).orElse(List.of()) : given;
  }

  private void expect(Sql sql, DeviceId device, FolderId folder) throws SQLException {
    boolean offered =
        Offers.of(sql, folder).stream().anyMatch(offer -> offer.device().equals(device));
    if (!offered || !take(sql, folder, FolderMode.STOCK)) {
      Offers.expect(sql, device, folder);
    }
  }

  /** Takes a folder that somebody offers. @return false if nobody does, or only encrypted */
  private boolean take(Sql sql, FolderId id, FolderMode mode) throws SQLException {
    List<Offer> offers =
        Offers.of(sql, id).stream().filter(offer -> offer.refusal().isEmpty()).toList();
    Optional<Folder> known = Folders.find(sql, id);
    if (known.isPresent() && mode(known.get()) == mode) {
      return true;
    }
    if (offers.isEmpty()) {
      return false;
    }
    if (known.isPresent()) {
      Folders.remove(sql, known.get()); // in another mode it starts anew; files stay as they are
    }
    String label = offers.getFirst().label();
    Folder folder =
        switch (mode) {
          case STOCK -> Folders.create(sql, id, label, FolderRole.STOCK, store.newIndexId());
          case SYNC ->
              Folders.createSynced(sql, id, label, SyncIndex.directory(id), store.newIndexId());
        };
    for (Offer offer : offers) {
      Folders.addMember(sql, folder, offer.device());
    }
    return true;
  }

  private DeviceView view(Sql sql, Device device) throws SQLException {
    boolean connected = exchange.link(device.id()).isPresent();
    Optional<PeerState> contact = contacts.state(device.id());
    boolean refused = contact.filter(PeerState::refused).isPresent();
    return new DeviceView(
        device.id(),
        device.name(),
        device.kind(),
        connected ? State.CONNECTED : refused ? State.REFUSED : State.AWAY,
        connected ? Optional.of(via(contact)) : Optional.empty(),
        Folders.sharedWith(sql, device.id()).stream().map(Folder::id).toList(),
        device.lastSeen());
  }

  private static DeviceView.Via via(Optional<PeerState> contact) {
    Optional<PeerState.Reach> reach =
        contact.flatMap(PeerState::session).map(PeerState.Session::reach);
    return switch (reach.orElse(PeerState.Reach.LAN)) {
      case LAN -> DeviceView.Via.LAN;
      case INTERNET -> DeviceView.Via.INTERNET;
    };
  }

  private static DeviceView view(Knock knock) {
    return new DeviceView(
        knock.id(),
        knock.name(),
        DeviceView.Kind.PC,
        State.PENDING,
        Optional.empty(),
        List.of(),
        Optional.of(knock.at()));
  }

  private static FolderView view(Sql sql, Folder folder) throws SQLException {
    return new FolderView(
        folder.id(), folder.label(), Optional.of(mode(folder)), Folders.members(sql, folder));
  }

  private static FolderMode mode(Folder folder) {
    return switch (folder.role()) {
      case STOCK, SHARE -> FolderMode.STOCK;
      case SYNC -> FolderMode.SYNC;
    };
  }

  private static FolderView view(Offer offer) {
    return new FolderView(offer.folder(), offer.label(), Optional.empty(), List.of(offer.device()));
  }

  /** A folder that several devices offer; one that is taken stays as it is. */
  private static FolderView merged(FolderView known, FolderView offered) {
    if (known.mode().isPresent()) {
      return known;
    }
    List<DeviceId> devices = new ArrayList<>(known.devices());
    devices.addAll(offered.devices());
    return new FolderView(known.id(), known.label(), Optional.empty(), devices);
  }
}
