package larder.appliance;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import larder.appliance.cli.CommandFailedException;
import larder.appliance.cli.HashingProgress;
import larder.appliance.cli.ReadyLine;
import larder.appliance.cli.RunningShare;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.discovery.InterfaceWatch;
import larder.appliance.mesh.index.HeldContents;
import larder.appliance.mesh.index.IndexExchange;
import larder.appliance.mesh.index.SharedIndex;
import larder.appliance.mesh.scan.FileBlocks;
import larder.appliance.mesh.scan.Rescans;
import larder.appliance.mesh.scan.SharedFolders;
import larder.appliance.mesh.scan.SharedFolders.Announcer;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.supervise.Ticker;
import larder.media.ContentId;

/** A running share: a PC whose folders the mesh may read. */
final class Share implements RunningShare {

  private final Foundation ground;
  private final MeshNode.Connected mesh;
  private final List<SharedFolder> folders;
  private final Hashing hashing;

  private Share(
      Foundation ground, MeshNode.Connected mesh, List<SharedFolder> folders, Hashing hashing) {
    this.ground = ground;
    this.mesh = mesh;
    this.folders = folders;
    this.hashing = hashing;
  }

  /**
   * Starts to share {@code directories} on {@code ground}, which it owns from now on, also if
   * starting fails.
   *
   * @throws CommandFailedException if the address is taken or a directory is gone; nothing is left
   *     running
   */
  static Share start(Foundation ground, List<Path> directories) throws CommandFailedException {
    boolean started = false;
    try {
      Share share = assemble(ground, directories);
      started = true;
      return share;
    } catch (IOException e) {
      throw CommandFailedException.failed(
          "A folder cannot be shared: " + e + ". Check that it is there and can be read.");
    } finally {
      if (!started) {
        ground.close();
      }
    }
  }

  private static Share assemble(Foundation ground, List<Path> directories)
      throws IOException, CommandFailedException {
    MeshNode node = MeshNode.open(ground);
    Rescans rescans = new Rescans(Ticker.system());
    SharedIndex index = new SharedIndex(node.store(), ground.identity().id(), Clock.systemUTC());
    IndexExchange exchange = node.exchange(new NothingHeld(), new FileBlocks(index, rescans));
    Hashing hashing = new Hashing(Set.copyOf(directories));
    SharedFolders shared =
        new SharedFolders(
            index, Announcer.of(index, exchange), rescans, hashing, Clock.systemUTC());
    index.offerNothing(); // what an earlier run shared is not what this one was asked to
    List<SharedFolder> folders = new ArrayList<>();
    for (Path directory : directories) {
      FolderId id = shared.share(directory);
      folders.add(new SharedFolder(id.value(), label(directory)));
    }
    MeshNode.Connected mesh = node.connect(exchange, "larder-share");
    mesh.mesh().start();
    mesh.watch().ifPresent(InterfaceWatch::start);
    shared.start(ground.supervisor());
    return new Share(ground, mesh, List.copyOf(folders), hashing);
  }

  private static String label(Path directory) {
    Path name = directory.getFileName();
    return name == null ? directory.toString() : name.toString();
  }

  @Override
  public ReadyLine ready() {
    return new ReadyLine(
        Optional.empty(),
        Optional.of(mesh.addresses().getFirst()),
        ground.identity().id().toString());
  }

  @Override
  public String name() {
    return ground.name();
  }

  @Override
  public List<String> addresses() {
    return mesh.addresses().stream().map(address -> "tcp://" + address).toList();
  }

  @Override
  public List<SharedFolder> folders() {
    return folders;
  }

  @Override
  public HashingProgress hashing() {
    return hashing.progress();
  }

  @Override
  public void admit(BoxContact box) throws CommandFailedException {
    try {
      mesh.mesh().approve(DeviceId.parse(box.deviceId()), Optional.of(box.name()), box.addresses());
    } catch (IllegalArgumentException e) {
      throw CommandFailedException.failed(
          "The box told an id or address that makes no sense: " + e.getMessage() + ".");
    }
  }

  @Override
  public Optional<String> awaitEnd() throws InterruptedException {
    return ground.awaitEnd();
  }

  @Override
  public void close() {
    ground.close();
  }

  /** A share has its files on its own disk and no stock folder. */
  private static final class NothingHeld implements HeldContents {

    @Override
    public Set<ContentId> complete() {
      return Set.of();
    }

    @Override
    public Subscription onComplete(Consumer<ContentId> listener) {
      return () -> {};
    }
  }
}
