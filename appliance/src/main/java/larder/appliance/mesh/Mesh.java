package larder.appliance.mesh;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import larder.appliance.mesh.wire.DeviceId;

/**
 * The household's mesh, as the owner manages it: who is in it, which folders it has. What is
 * changed here is on disk before the call returns.
 */
public interface Mesh {

  DeviceId self();

  /** Every known device and every one that knocked and waits for the owner, never this one. */
  List<DeviceView> devices();

  /**
   * Lets a device in, whether it knocked before or not.
   *
   * @param name what to call it; empty keeps the name it gives itself
   * @param addresses where to dial it, {@code tcp://host:port}; empty waits for it or for discovery
   */
  void approve(DeviceId id, Optional<String> name, List<String> addresses);

  /**
   * Lets a device in together with folders that its user just said it would share: they are taken
   * as stock at once, or as soon as the device offers them.
   */
  void approve(DeviceId id, Optional<String> name, List<String> addresses, Set<FolderId> expected);

  /** Forgets a device and closes its connection. @return false if it was not known */
  boolean forget(DeviceId id);

  /** Every folder taken, and every one that a known device offers and nobody has decided on. */
  List<FolderView> folders();

  /**
   * Takes a folder, or changes how. @return false if no known device offers it, or only encrypted
   */
  boolean accept(FolderId id, FolderMode mode);

  /**
   * Leaves a folder: its index and chunks go, the other devices' files stay. @return false if
   * unknown
   */
  boolean leave(FolderId id);

  /** Calls {@code listener} soon after devices or folders changed. */
  AutoCloseable onChange(Runnable listener);
}
