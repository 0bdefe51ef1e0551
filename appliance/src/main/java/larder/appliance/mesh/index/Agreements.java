package larder.appliance.mesh.index;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.index.Agreement.Membership;
import larder.appliance.mesh.index.Offers.Offer;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Message;

/** Makes ClusterConfigs of what is stored, and settles what follows from the peers'. */
final class Agreements {

  /** More folders than a household has; a bound on what a peer may make us store. */
  static final int MAX_FOLDERS = 500;

  private static final int SEND_RECEIVE = 0;
  private static final int RECEIVE_ONLY = 2;
  private static final int SEND_ONLY = 1;
  private static final int ENCRYPTED = 3;

  private static final String REFUSED_ENCRYPTED =
      "The device shares this folder encrypted. Larder needs it unencrypted: remove the encryption"
          + " password for this box in Syncthing.";

  private final MeshStore store;
  private final DeviceId self;
  private final String selfName;

  Agreements(MeshStore store, DeviceId self, String selfName) {
    this.store = store;
    this.self = self;
    this.selfName = selfName;
  }

  /** What to tell {@code device}: the folders shared with it, and how far we know their indexes. */
  Message.ClusterConfig configFor(DeviceId device) {
    return store.read(
        sql -> {
          List<Message.Folder> folders = new ArrayList<>();
          for (Folder folder : Folders.sharedWith(sql, device)) {
            folders.add(describe(sql, folder));
          }
          return new Message.ClusterConfig(folders, false);
        });
  }

  /** What is wrong with a ClusterConfig, if anything is. */
  Optional<String> fault(Message.ClusterConfig config) {
    if (config.folders().size() > MAX_FOLDERS) {
      return Optional.of("more than " + MAX_FOLDERS + " folders");
    }
    Set<String> seen = new HashSet<>();
    for (Message.Folder folder : config.folders()) {
      if (!isFolderId(folder.id()) || !seen.add(folder.id())) {
        return Optional.of("bad or doubled folder id: \"" + Names.harmless(folder.id()) + "\"");
      }
    }
    return Optional.empty();
  }

  /** The folder {@code id}, if we say to {@code device} that we share it. */
  Optional<FolderId> sharedWith(DeviceId device, String id) {
    if (!isFolderId(id)) {
      return Optional.empty();
    }
    return store.read(
        sql -> {
          Optional<Folder> folder = Folders.find(sql, new FolderId(id));
          boolean shared = folder.isPresent() && Folders.isSharedWith(sql, folder.get(), device);
          return shared ? folder.map(Folder::id) : Optional.<FolderId>empty();
        });
  }

  /** Stores what {@code device} offers, takes what was expected of it, and says what is common. */
  Agreement settle(DeviceId device, Message.ClusterConfig theirs) {
    return store.write(sql -> new Settling(sql, device).settle(theirs));
  }

  private Message.Folder describe(Sql sql, Folder folder) throws SQLException {
    List<Message.Device> devices = new ArrayList<>();
    devices.add(described(self, selfName, folder.own()));
    for (DeviceId member : Folders.members(sql, folder)) {
      String name = Devices.find(sql, member).map(Devices.Device::name).orElse("");
      devices.add(described(member, name, RemoteIndexes.position(sql, folder, member)));
    }
    int type =
        switch (folder.role()) {
          case STOCK -> RECEIVE_ONLY;
          case SHARE -> SEND_ONLY;
          case SYNC -> SEND_RECEIVE;
        };
    return new Message.Folder(folder.id().value(), folder.label(), type, false, devices);
  }

  private static Message.Device described(DeviceId id, String name, IndexPosition position) {
    return new Message.Device(
        id, name, List.of(), position.maxSequence(), position.indexId(), false);
  }

  private static boolean isFolderId(String id) {
    return !id.isBlank()
        && id.length() <= FolderId.MAX_CHARS
        && id.chars().noneMatch(Character::isISOControl);
  }

  private static Optional<Message.Device> listed(Message.Folder folder, DeviceId device) {
    return folder.devices().stream().filter(d -> d.id().equals(device)).findFirst();
  }

  /** One ClusterConfig being settled. */
  private final class Settling {

    private final Sql sql;
    private final DeviceId device;
    private final Map<FolderId, IndexPosition> common = new HashMap<>();
    private final List<FolderId> restarted = new ArrayList<>();
    private boolean membersChanged;

    Settling(Sql sql, DeviceId device) {
      this.sql = sql;
      this.device = device;
    }

    Agreement settle(Message.ClusterConfig theirs) throws SQLException {
      List<Offer> before = offers();
      List<Offer> now = theirs.folders().stream().map(this::offer).toList();
      Offers.replace(sql, device, now);
      for (Message.Folder folder : theirs.folders()) {
        if (refusal(folder).isEmpty()) {
          settle(folder);
        }
      }
      boolean changed = membersChanged || !Set.copyOf(before).equals(Set.copyOf(now));
      return new Agreement(common, restarted, changed ? Membership.CHANGED : Membership.UNCHANGED);
    }

    private void settle(Message.Folder theirs) throws SQLException {
      FolderId id = new FolderId(theirs.id());
      if (Offers.takeExpected(sql, device, id) && Folders.find(sql, id).isEmpty()) {
        Folders.create(sql, id, label(theirs), FolderRole.STOCK, store.newIndexId());
        membersChanged = true;
      }
      Optional<Folder> folder = Folders.find(sql, id);
      if (folder.isPresent()) {
        join(folder.get(), theirs);
        if (!theirs.paused()) {
          meet(folder.get(), theirs);
        }
      }
    }

    /** Shares a folder of ours with the peer that shares it too, and with whom it names. */
    private void join(Folder folder, Message.Folder theirs) throws SQLException {
      if (folder.role() == FolderRole.SHARE) {
        return;
      }
      Set<DeviceId> members = new HashSet<>(Folders.members(sql, folder));
      for (Message.Device named : theirs.devices()) {
        if (!members.contains(named.id()) && Devices.find(sql, named.id()).isPresent()) {
          Folders.addMember(sql, folder, named.id());
          membersChanged = true;
        }
      }
    }

    private void meet(Folder folder, Message.Folder theirs) throws SQLException {
      Optional<Message.Device> ours = listed(theirs, self);
      Optional<Message.Device> peer = listed(theirs, device);
      if (ours.isEmpty() || peer.isEmpty() || !Folders.isSharedWith(sql, folder, device)) {
        return;
      }
      IndexPosition known = RemoteIndexes.position(sql, folder, device);
      boolean isNew = RemoteIndexes.key(sql, folder, device).isEmpty();
      long indexId = peer.get().indexId();
      if (isNew || indexId == 0 || indexId != known.indexId()) {
        RemoteIndexes.restart(sql, folder, device, indexId);
        restarted.add(folder.id());
      }
      common.put(folder.id(), new IndexPosition(ours.get().indexId(), ours.get().maxSequence()));
    }

    private List<Offer> offers() throws SQLException {
      return Offers.all(sql).stream().filter(o -> o.device().equals(device)).toList();
    }

    private Offer offer(Message.Folder folder) {
      return new Offer(
          device, new FolderId(folder.id()), label(folder), refusal(folder).orElse(""));
    }

    private String label(Message.Folder folder) {
      return Names.harmless(folder.label(), Names.harmless(folder.id(), "folder"));
    }

    private Optional<String> refusal(Message.Folder folder) {
      boolean encrypted =
          folder.type() == ENCRYPTED
              || listed(folder, self).filter(Message.Device::encrypted).isPresent();
      return encrypted ? Optional.of(REFUSED_ENCRYPTED) : Optional.empty();
    }
  }
}
