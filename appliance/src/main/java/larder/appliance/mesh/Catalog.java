package larder.appliance.mesh;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import larder.appliance.mesh.wire.DeviceId;
import larder.media.Manifest;

/**
 * The files of all accepted folders in their newest version, wherever their bytes are. Answers come
 * from the persisted index, so they are the same right after a restart.
 */
public interface Catalog {

  /**
   * Files of {@code folder} in the order of their names, from after {@code afterName} on, at most
   * {@code limit}.
   */
  List<CatalogFile> files(FolderId folder, String afterName, int limit);

  Optional<CatalogFile> file(FolderId folder, String name);

  /**
   * The chunks that make up {@code file}'s newest version; empty if the file is gone or has no
   * bytes.
   */
  Optional<Manifest> manifest(FolderId folder, String name);

  /** The devices whose newest announcement says that they hold the file's newest version. */
  List<DeviceId> holders(FolderId folder, String name);

  /**
   * Calls {@code listener} after files changed, in the order of the changes, outside any lock; it
   * may read the catalog.
   */
  AutoCloseable onChange(Consumer<Change> listener);

  /**
   * Files of one folder that appeared, changed or went.
   *
   * @param names at most 1,000; empty means "anything in this folder", and after {@code leave} that
   *     it is gone
   */
  record Change(FolderId folder, List<String> names) {
    public Change {
      names = List.copyOf(names);
    }
  }
}
