package larder.appliance.mesh;

import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.wire.DeviceId;

/**
 * A folder as the owner sees it.
 *
 * @param mode empty while the owner has not decided (the folder is pending)
 * @param devices the other devices that share it
 */
public record FolderView(
    FolderId id, String label, Optional<FolderMode> mode, List<DeviceId> devices) {

  public FolderView {
    devices = List.copyOf(devices);
  }
}
