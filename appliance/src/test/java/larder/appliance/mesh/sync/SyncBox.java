package larder.appliance.mesh.sync;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.index.IndexCatalog;
import larder.appliance.mesh.index.MeshStore;
import larder.appliance.mesh.index.RealDevice;
import larder.appliance.mesh.index.SharedIndex;
import larder.appliance.mesh.index.SyncIndex;
import larder.appliance.mesh.scan.FileBlocks;
import larder.appliance.mesh.scan.Rescans;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;

/** A box's mesh with folders that are kept in sync, on loopback. */
final class SyncBox implements AutoCloseable {

  final RealDevice device;
  final SyncFolders folders;
  final Rescans rescans = new Rescans(Ticker.system());
  private final Path home;
  private final Supervisor supervisor =
      new Supervisor(
          "sync",
          Ticker.system(),
          (task, cause) -> {
            throw new AssertionError(task + " failed", cause);
          });

  SyncBox(Path home) throws Exception {
    this.home = home;
    this.device =
        new RealDevice(
            home, "box", (store, self) -> new FileBlocks(shared(home, store, self), rescans));
    SharedIndex shared = shared(home, device.store(), device.id());
    this.folders =
        new SyncFolders(
            new SyncFolders.Ports(
                new SyncIndex(device.store(), device.id()),
                shared,
                device.exchange(),
                device.sources(),
                rescans),
            new Rescans(Ticker.system()),
            home.resolve("versions"),
            () -> Long.MAX_VALUE,
            Clock.system(ZoneId.systemDefault()));
    IndexCatalog catalog = device.catalog();
    folders.start(supervisor, device.household(), catalog);
  }

  Path directory(FolderId folder) {
    return home.resolve("folders").resolve(folder.value());
  }

  Path versions(FolderId folder) {
    return home.resolve("versions").resolve(folder.value());
  }

  /** Looks at the disk now. */
  void scan(FolderId folder) {
    rescans.request(folder, Duration.ZERO);
  }

  @Override
  public void close() {
    supervisor.close();
    device.close();
  }

  private static SharedIndex shared(Path home, MeshStore store, DeviceId self) {
    return new SharedIndex(store, self, Clock.systemUTC(), home.resolve("folders"));
  }
}
