package larder.appliance.mesh.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.index.MeshStore;
import larder.appliance.mesh.index.RealDevice;
import larder.appliance.mesh.index.SharedIndex;
import larder.appliance.mesh.index.Trees;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;
import larder.appliance.testing.SyncthingPeer;
import larder.appliance.testing.SyncthingPeer.Release;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our share against an unmodified Syncthing that receives. */
@Tag("real")
@Timeout(120)
class ShareWithSyncthingTest {

  private static final int FILES = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private Path tmp;

  @Test
  void folder_sharedWithSyncthing_isTheSameThereThroughChangesAndARestart() throws Exception {
    Path videos = tmp.resolve("Videos");
    Path copy = tmp.resolve("copy");
    long bytes = Trees.fill(videos, FILES);
    Files.writeString(videos.resolve("empty.txt"), "");
    Files.createSymbolicLink(videos.resolve("outside"), tmp);
    age(videos);
    try (SyncthingPeer other = SyncthingPeer.create(tmp.resolve("other"), Release.CURRENT)) {
      other.start();
      FolderId folder;
      try (Share share = new Share(tmp.resolve("share"))) {
        folder = share.folders.share(videos);
        share.start();
        share.device.household().approve(other.id(), Optional.empty(), List.of(other.address()));
        other.addDevice(share.device.id(), "share", share.device.address());
        other.shareFolder(folder.value(), copy, "receiveonly", share.device.id());
        long started = System.nanoTime();
        awaitSame(videos, copy);
        System.out.printf(
            "figure: %d files of %d bytes served to Syncthing in %d ms, %d blocks asked for%n",
            FILES,
            bytes,
            (System.nanoTime() - started) / 1_000_000,
            share.device.traffic().requests());

        Files.writeString(videos.resolve("Show 1/S01E001.mkv"), "cut again");
        Files.delete(videos.resolve("Show 2/S01E002.mkv"));
        Files.move(videos.resolve("Show 3/S01E003.mkv"), videos.resolve("moved.mkv"));
        awaitSame(videos, copy);
      }

      Files.setLastModifiedTime(Files.writeString(videos.resolve("while away.mkv"), "new"), old());
      try (Share share = new Share(tmp.resolve("share"))) {
        assertThat(share.folders.share(videos)).isEqualTo(folder);
        share.start();
        other.addDevice(share.device.id(), "share", share.device.address());
        awaitSame(videos, copy);
        assertThat(share.heard.hashedBytes.get()).isLessThan(100);
        assertThat(share.device.traffic().indexes()).isZero();
        System.out.printf(
            "figure: restart of the share: %d of %d bytes hashed again, %d full indexes came%n",
            share.heard.hashedBytes.get(), bytes, share.device.traffic().indexes());
      }
    }
  }

  @Test
  void directory_emptyOrGone_isAFailureAndNotADeletion() throws Exception {
    Path videos = tmp.resolve("Videos");
    Trees.fill(videos, 5);
    age(videos);
    try (Share share = new Share(tmp.resolve("share"))) {
      FolderId folder = share.folders.share(videos);
      share.start();
      SyncthingPeer.await("scan", PATIENCE, () -> share.known(folder) == 10);

      Files.move(videos, tmp.resolve("unplugged"));
      share.rescans.request(folder, Duration.ZERO);
      SyncthingPeer.await("gone", PATIENCE, () -> share.heard.failure.contains("is not there"));
      Files.createDirectories(videos);
      share.rescans.request(folder, Duration.ZERO);
      SyncthingPeer.await("empty", PATIENCE, () -> share.heard.failure.contains("is empty"));
      assertThat(share.known(folder)).isEqualTo(10);
    }
  }

  private static void awaitSame(Path ours, Path theirs) throws Exception {
    SyncthingPeer.await(
        "equal trees",
        PATIENCE,
        () -> {
          try {
            return Files.isDirectory(theirs) && Trees.hashes(theirs).equals(Trees.hashes(ours));
          } catch (IOException | UncheckedIOException e) {
            return false; // a file was renamed while we looked
          }
        });
  }

  /** Files that were not written just now. */
  private static void age(Path root) throws Exception {
    try (var files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, old());
      }
    }
  }

  private static FileTime old() {
    return FileTime.from(Clock.systemUTC().instant().minusSeconds(9));
  }

  /** A PC's share, all of it. */
  private static final class Share implements AutoCloseable {

    private final Rescans rescans = new Rescans(Ticker.system());
    private final Heard heard = new Heard();
    private final RealDevice device;
    private final SharedFolders folders;
    private final Supervisor supervisor =
        new Supervisor(
            "share",
            Ticker.system(),
            (task, cause) -> {
              throw new AssertionError(task + " failed", cause);
            });

    Share(Path home) throws Exception {
      device =
          new RealDevice(
              home, "share", (store, self) -> new FileBlocks(index(store, self), rescans));
      SharedIndex shared = index(device.store(), device.id());
      folders =
          new SharedFolders(
              shared,
              SharedFolders.Announcer.of(shared, device.exchange()),
              rescans,
              heard,
              Clock.systemUTC());
    }

    /** Live files and directories that are announced. */
    long known(FolderId folder) {
      return index(device.store(), device.id()).count(folder);
    }

    private static SharedIndex index(MeshStore store, DeviceId self) {
      return new SharedIndex(store, self, Clock.systemUTC());
    }

    void start() throws Exception {
      folders.start(supervisor);
    }

    @Override
    public void close() {
      supervisor.close();
      device.close();
    }
  }

  private static final class Heard implements ScanListener {

    private final AtomicLong hashedBytes = new AtomicLong();
    private volatile String failure = "";

    @Override
    public void hashing(Path root, long doneBytes, long totalBytes) {
      hashedBytes.set(doneBytes);
    }

    @Override
    public void scanned(Path root, long entries) {}

    @Override
    public void failed(Path root, String reason) {
      failure = reason;
    }
  }
}
