package larder.appliance.mesh;

import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.wire.DeviceId;

/**
 * A folder as the owner sees it.
 *
 * @param mode empty while the owner has not decided (the folder is pending)
 * @param devices the other devices that share it
 * @param heldDeletes deletes that wait for the owner's word
 */
public record FolderView(
    FolderId id,
    String label,
    Optional<FolderMode> mode,
    List<DeviceId> devices,
    Optional<HeldDeletes> heldDeletes) {

  public FolderView {
    devices = List.copyOf(devices);
  }

  /** A folder in which no delete is held. */
  public FolderView(FolderId id, String label, Optional<FolderMode> mode, List<DeviceId> devices) {
    this(id, label, mode, devices, Optional.empty());
  }
}
