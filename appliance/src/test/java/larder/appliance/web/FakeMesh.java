package larder.appliance.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import larder.appliance.mesh.DeleteAnswer;
import larder.appliance.mesh.DeviceView;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.FolderMode;
import larder.appliance.mesh.FolderView;
import larder.appliance.mesh.Mesh;
import larder.appliance.mesh.wire.DeviceId;

/** A mesh of devices in memory: one PC that is connected, one that knocks. */
public final class FakeMesh implements Mesh {

  public static final DeviceId SELF = id(1);
  public static final DeviceId PC = id(2);
  public static final DeviceId KNOCKING = id(3);
  public static final FolderId SERIES = new FolderId("series-1");

  /** A folder that was taken already. */
  public static final FolderId FILMS = new FolderId("films-1");

  private final Map<DeviceId, DeviceView> devices = new LinkedHashMap<>();
  private final Map<FolderId, FolderView> folders = new LinkedHashMap<>();
  public final List<FolderId> expected = new CopyOnWriteArrayList<>();

  public FakeMesh() {
    devices.put(PC, device(PC, "Anna's PC", DeviceView.State.CONNECTED));
    devices.put(KNOCKING, device(KNOCKING, "Bert's PC", DeviceView.State.PENDING));
    folders.put(FILMS, new FolderView(FILMS, "Films", Optional.of(FolderMode.STOCK), List.of(PC)));
    folders.put(SERIES, new FolderView(SERIES, "Series", Optional.empty(), List.of(PC)));
  }

  public static DeviceId id(int number) {
    byte[] bytes = new byte[DeviceId.BYTES];
    bytes[0] = (byte) number;
    return DeviceId.of(bytes);
  }

  private static DeviceView device(DeviceId id, String name, DeviceView.State state) {
    return new DeviceView(
        id,
        name,
        DeviceView.Kind.PC,
        state,
        state == DeviceView.State.CONNECTED ? Optional.of(DeviceView.Via.LAN) : Optional.empty(),
        List.of(SERIES),
        Optional.of(Instant.parse("2026-11-23T12:00:00Z")));
  }

  @Override
  public DeviceId self() {
    return SELF;
  }

  @Override
  public synchronized List<DeviceView> devices() {
    return new ArrayList<>(devices.values());
  }

  @Override
  public synchronized void approve(DeviceId id, Optional<String> name, List<String> addresses) {
    devices.put(id, device(id, name.orElse("unnamed"), DeviceView.State.AWAY));
  }

  @Override
  public void approve(
      DeviceId id, Optional<String> name, List<String> addresses, Set<FolderId> offered) {
    approve(id, name, addresses);
    expected.addAll(offered);
  }

  @Override
  public synchronized boolean refuse(DeviceId id) {
    DeviceView device = devices.get(id);
    if (device == null || device.state() != DeviceView.State.PENDING) {
      return false;
    }
    devices.put(id, device(id, device.name(), DeviceView.State.REFUSED));
    return true;
  }

  @Override
  public synchronized boolean forget(DeviceId id) {
    return devices.remove(id) != null;
  }

  @Override
  public synchronized List<FolderView> folders() {
    return new ArrayList<>(folders.values());
  }

  @Override
  public synchronized boolean accept(FolderId id, FolderMode mode) {
    return folders.computeIfPresent(
            id, (key, old) -> new FolderView(key, old.label(), Optional.of(mode), old.devices()))
        != null;
  }

  @Override
  public synchronized boolean leave(FolderId id) {
    return folders.remove(id) != null;
  }

  @Override
  public boolean answerDeletes(FolderId id, DeleteAnswer answer) {
    FolderView folder = folders.get(id);
    if (folder == null || folder.heldDeletes().isEmpty()) {
      return false;
    }
    folders.put(id, new FolderView(id, folder.label(), folder.mode(), folder.devices()));
    return true;
  }

  @Override
  public AutoCloseable onChange(Runnable listener) {
    return () -> {};
  }
}
