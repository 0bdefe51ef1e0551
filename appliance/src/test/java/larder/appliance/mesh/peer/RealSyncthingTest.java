package larder.appliance.mesh.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.wire.Blocks;
import larder.appliance.mesh.wire.Bytes;
import larder.appliance.mesh.wire.FileInfo;
import larder.appliance.mesh.wire.Message;
import larder.appliance.mesh.wire.VersionVector;
import larder.appliance.testing.SyncthingPeer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against unmodified Syncthing, both releases that the product promises. */
@Tag("real")
@Timeout(120)
class RealSyncthingTest {

  private static final int BLOCK = 131072;
  private static final int BLOCKS = 200;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir private Path tmp;

  @ParameterizedTest
  @EnumSource
  void syncthing_dialled_sharesServesPullsAndComesBack(SyncthingPeer.Release release)
      throws Exception {
    PeerTiming timing = MeshSide.timing(Duration.ofMillis(100), Duration.ofMinutes(5));
    try (SyncthingPeer pc = SyncthingPeer.create(tmp.resolve("pc"), release);
        MeshSide box = new MeshSide(DeviceIdentity.create(), timing)) {
      byte[] film = film(pc);
      pc.addDevice(box.id(), "box");
      pc.shareFolder("f", tmp.resolve("files"), "sendreceive", box.id());
      pc.awaitScanned("f", 2);
      box.known.add(pc.id());
      box.service.keepInTouch(pc.id(), List.of(PeerAddress.parse(pc.address())));

      PeerLink link = box.awaitLink();
      assertThat(link.client()).startsWith("syncthing v1.");
      assertThat(link.deviceName()).isEqualTo("pc");
      Message.ClusterConfig config = box.await(Message.ClusterConfig.class);
      assertThat(config.folders()).extracting(Message.Folder::id).containsExactly("f");
      Message.Index index = box.await(Message.Index.class);
      pullAndCompare(link, entry(index, "film.mkv"), film);

      announceAndBePulled(link, box, pc);
      assertThat(box.service.state(pc.id()).orElseThrow().session().orElseThrow().reach())
          .isEqualTo(PeerState.Reach.LAN);

      pc.stop();
      assertThat(box.awaitClosed()).isNotBlank();
      pc.start();
      PeerLink again = box.awaitLink();
      assertThat(again).isNotSameAs(link);
      assertThatThrownBy(() -> link.send(new Message.Ping())).hasMessageContaining("closed");
    }
  }

  @ParameterizedTest
  @EnumSource
  void syncthing_thatDials_isLetInAndSaysWhyItGoes(SyncthingPeer.Release release) throws Exception {
    try (SyncthingPeer pc = SyncthingPeer.create(tmp.resolve("pc"), release);
        MeshSide box = MeshSide.start()) {
      byte[] film = film(pc);
      pc.shareFolder("f", tmp.resolve("files"), "sendonly");
      pc.awaitScanned("f", 2);
      box.known.add(pc.id());
      pc.addDevice(box.id(), "box", box.address().toString());
      pc.shareFolder("f", tmp.resolve("files"), "sendonly", box.id());

      PeerLink link = box.awaitLink();
      pc.awaitConnected(box.id());
      // On a connection that is up, the Index may come before the ClusterConfig with its folder.
      Message.Index index = null;
      boolean shared = false;
      while (index == null || !shared) {
        switch (box.awaitMessage()) {
          case Message.ClusterConfig config -> shared = !config.folders().isEmpty();
          case Message.Index came -> index = came;
          case Message other -> {}
        }
      }
      pullAndCompare(link, entry(index, "film.mkv"), film);
      assertThatThrownBy(
              () ->
                  link.request(
                      new BlockRequest("f", "no such", 0, BLOCK, Bytes.wrap(new byte[32]), 0),
                      TIMEOUT))
          .isInstanceOf(RequestRefusedException.class);

      pc.removeDevice(box.id());
      assertThat(box.awaitClosed()).isNotBlank();
    }
  }

  @ParameterizedTest
  @EnumSource
  void syncthing_thatDoesNotKnowUs_isSeenAsRefusing(SyncthingPeer.Release release)
      throws Exception {
    PeerTiming timing = MeshSide.timing(Duration.ofSeconds(90), Duration.ofMinutes(5));
    try (SyncthingPeer pc = SyncthingPeer.create(tmp.resolve("pc"), release);
        MeshSide box = new MeshSide(DeviceIdentity.create(), timing)) {
      pc.start();
      box.known.add(pc.id());
      box.service.keepInTouch(pc.id(), List.of(PeerAddress.parse(pc.address())));
      SyncthingPeer.await("refusal", TIMEOUT, () -> box.service.states().getFirst().refused());
      pc.addDevice(box.id(), "box");
      pc.awaitConnected(box.id());
      SyncthingPeer.await(
          "end of the refusal", TIMEOUT, () -> !box.service.states().getFirst().refused());
    }
  }

  /** Starts {@code pc} with a film of 200 blocks and a small file. */
  private byte[] film(SyncthingPeer pc) throws Exception {
    byte[] film = new byte[BLOCK * BLOCKS - 1000];
    new Random(1).nextBytes(film);
    Files.createDirectories(tmp.resolve("files"));
    Files.write(tmp.resolve("files/film.mkv"), film);
    Files.writeString(tmp.resolve("files/film.srt"), "1");
    pc.start();
    return film;
  }

  private static FileInfo entry(Message.Index index, String name) {
    return index.files().stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void pullAndCompare(PeerLink link, FileInfo file, byte[] expected)
      throws Exception {
    assertThat(file.blocks().count()).isEqualTo(BLOCKS);
    assertThat(file.sizeBytes()).isEqualTo(expected.length);
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    List<Thread> pulls = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      int block = i;
      pulls.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      pull(link, file, block, expected);
                    } catch (Exception | AssertionError e) {
                      failures.add(e);
                    }
                  }));
    }
    for (Thread pull : pulls) {
      pull.join();
    }
    assertThat(failures).isEmpty();
  }

  private static void pull(PeerLink link, FileInfo file, int block, byte[] expected)
      throws Exception {
    int offset = block * BLOCK;
    int size = Math.min(BLOCK, expected.length - offset);
    byte[] hash = Arrays.copyOfRange(file.blocks().packed(), block * 32, block * 32 + 32);
    Bytes bytes =
        link.request(
            new BlockRequest("f", file.name(), offset, size, Bytes.wrap(hash), block), TIMEOUT);
    assertThat(MessageDigest.getInstance("SHA-256").digest(bytes.array())).isEqualTo(hash);
    assertThat(Arrays.equals(bytes.array(), 0, size, expected, offset, offset + size)).isTrue();
  }

  /** Shows a file of our own to the peer, which fetches it from us. */
  private void announceAndBePulled(PeerLink link, MeshSide box, SyncthingPeer pc) throws Exception {
    byte[] bytes = new byte[BLOCK * 3 + 5];
    new Random(2).nextBytes(bytes);
    box.files.put("from the box.bin", bytes);
    FileInfo file =
        new FileInfo(
            "from the box.bin",
            FileInfo.Type.FILE,
            bytes.length,
            0644,
            1_700_000_000,
            0,
            false,
            false,
            false,
            VersionVector.EMPTY.update(box.id().shortId(), 1_700_000_000),
            1,
            box.id().shortId(),
            BLOCK,
            blocks(bytes),
            "");
    link.send(new Message.Index("f", List.of(file)));
    Path copy = tmp.resolve("files/from the box.bin");
    SyncthingPeer.await("copy", TIMEOUT, () -> Files.exists(copy));
    assertThat(Files.readAllBytes(copy)).isEqualTo(bytes);
    pc.awaitInSync("f", TIMEOUT);
  }

  private static Blocks blocks(byte[] bytes) throws Exception {
    byte[] packed = new byte[Math.ceilDiv(bytes.length, BLOCK) * 32];
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int offset = 0; offset < bytes.length; offset += BLOCK) {
      digest.update(bytes, offset, Math.min(BLOCK, bytes.length - offset));
      digest.digest(packed, offset / BLOCK * 32, 32);
    }
    return new Blocks(packed);
  }
}
