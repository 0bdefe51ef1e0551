package larder.appliance.testing;

import java.util.ArrayList;
import java.util.Arrays;
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

/** A household in memory: devices that are connected or away, folders that are taken. */
public final class FakeMesh implements Mesh {

  private final Map<DeviceId, DeviceView> devices = new LinkedHashMap<>();
  private final Map<FolderId, FolderView> folders = new LinkedHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** An id made of one repeated byte. */
  public static DeviceId id(int number) {
    byte[] bytes = new byte[DeviceId.BYTES];
    Arrays.fill(bytes, (byte) number);
    return DeviceId.of(bytes);
  }

  public void device(DeviceId id, String name, DeviceView.State state) {
    Optional<DeviceView.Via> via =
        state == DeviceView.State.CONNECTED ? Optional.of(DeviceView.Via.LAN) : Optional.empty();
    devices.put(
        id, new DeviceView(id, name, DeviceView.Kind.PC, state, via, List.of(), Optional.empty()));
    tell();
  }

  @Override
  public DeviceId self() {
    return id(0);
  }

  @Override
  public List<DeviceView> devices() {
    return new ArrayList<>(devices.values());
  }

  @Override
  public void approve(DeviceId id, Optional<String> name, List<String> addresses) {
    device(id, name.orElse("a PC"), DeviceView.State.AWAY);
  }

  @Override
  public void approve(
      DeviceId id, Optional<String> name, List<String> addresses, Set<FolderId> expected) {
    approve(id, name, addresses);
    expected.forEach(folder -> accept(folder, FolderMode.STOCK));
  }

  @Override
  public boolean refuse(DeviceId id) {
    DeviceView device = devices.get(id);
    if (device == null || device.state() != DeviceView.State.PENDING) {
      return false;
    }
    device(id, device.name(), DeviceView.State.REFUSED);
    return true;
  }

  @Override
  public boolean forget(DeviceId id) {
    boolean known = devices.remove(id) != null;
    tell();
    return known;
  }

  @Override
  public List<FolderView> folders() {
    return new ArrayList<>(folders.values());
  }

  @Override
  public boolean accept(FolderId id, FolderMode mode) {
    folders.put(id, new FolderView(id, id.value(), Optional.of(mode), List.of()));
    tell();
    return true;
  }

  @Override
  public boolean leave(FolderId id) {
    boolean known = folders.remove(id) != null;
    tell();
    return known;
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
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void tell() {
    listeners.forEach(Runnable::run);
  }
}
