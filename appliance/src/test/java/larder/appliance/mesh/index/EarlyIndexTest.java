package larder.appliance.mesh.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import larder.appliance.mesh.CatalogFile;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.FolderMode;
import larder.appliance.mesh.peer.PeerHandler;
import larder.appliance.mesh.peer.PeerLink;
import larder.appliance.mesh.wire.Blocks;
import larder.appliance.mesh.wire.Bytes;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.FileInfo;
import larder.appliance.mesh.wire.Message;
import larder.appliance.mesh.wire.VersionVector;
import larder.media.BlockHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A box, and a PC whose messages this test writes, in the orders that Syncthing was seen to use.
 */
class EarlyIndexTest {

  private static final DeviceId BOX = TestDevice.id(1);
  private static final DeviceId PC = TestDevice.id(2);
  private static final FolderId FOLDER = new FolderId("series");

  @TempDir private Path tmp;

  private TestDevice box;
  private FakeLink pc;

  @BeforeEach
  void shareAFolder() throws Exception {
    box = new TestDevice(tmp, BOX, "box", new TestDevice.NoBlocks());
    box.household().approve(PC, Optional.empty(), List.of());
    pc = FakeLink.connect(BOX, box.exchange(), PC, new Silent()).otherEnd();
    pc.send(config(7, Folder.SHARED));
    Await.until(() -> box.household().accept(FOLDER, FolderMode.STOCK));
    pc.send(new Message.Index(FOLDER.value(), List.of(file("a.mkv", 1))));
    awaitFiles("a.mkv");
  }

  @AfterEach
  void close() throws Exception {
    pc.closeAndWait();
    box.close();
  }

  @Test
  void index_beforeTheConfigThatSharesItsFolder_isTakenWhenThatComes() throws Exception {
    pc.send(new Message.ClusterConfig(List.of(), false));
    pc.send(new Message.Index(FOLDER.value(), List.of(file("b.mkv", 1))));
    pc.send(new Message.IndexUpdate(FOLDER.value(), List.of(file("c.mkv", 2))));
    pc.send(config(8, Folder.SHARED));
    awaitFiles("b.mkv", "c.mkv");
  }

  @Test
  void update_beforeTheConfigThatEndsAPause_isTakenWhenThatComes() throws Exception {
    pc.send(config(7, Folder.PAUSED));
    pc.send(new Message.IndexUpdate(FOLDER.value(), List.of(file("b.mkv", 2))));
    pc.send(config(7, Folder.PAUSED));
    pc.send(config(7, Folder.SHARED));
    awaitFiles("a.mkv", "b.mkv");
  }

  @Test
  void index_ofAFolderThatTheBoxDoesNotShare_isNotKept() throws Exception {
    pc.send(new Message.Index("other", many()));
    pc.send(new Message.IndexUpdate(FOLDER.value(), List.of(file("b.mkv", 2))));
    awaitFiles("a.mkv", "b.mkv");
    assertThat(pc.closedFor()).isEmpty();
  }

  @Test
  void moreThanFits_beforeTheConfig_endsTheConnection() throws Exception {
    pc.send(new Message.ClusterConfig(List.of(), false));
    pc.send(new Message.Index(FOLDER.value(), many()));
    Await.until(() -> pc.closedFor().contains("ClusterConfig"));
  }

  private void awaitFiles(String... names) {
    Await.until(
        () ->
            box.catalog().files(FOLDER, "", 10).stream()
                .map(CatalogFile::name)
                .toList()
                .equals(List.of(names)));
  }

  private static List<FileInfo> many() {
    int count = (int) (EarlyIndexes.MAX_BYTES / 256) + 1;
    return IntStream.rangeClosed(1, count).mapToObj(i -> file(i + ".mkv", i)).toList();
  }

  private enum Folder {
    SHARED,
    PAUSED
  }

  private static Message.ClusterConfig config(long indexId, Folder state) {
    return new Message.ClusterConfig(
        List.of(
            new Message.Folder(
                FOLDER.value(),
                "Series",
                0,
                state == Folder.PAUSED,
                List.of(device(PC, indexId), device(BOX, 0)))),
        false);
  }

  private static Message.Device device(DeviceId id, long indexId) {
    return new Message.Device(id, "", List.of(), 0, indexId, false);
  }

  private static FileInfo file(String name, long sequence) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return new FileInfo(
        name,
        FileInfo.Type.FILE,
        bytes.length,
        0644,
        1_700_000_000,
        0,
        false,
        false,
        false,
        VersionVector.EMPTY.update(PC.shortId(), 1_700_000_000),
        sequence,
        PC.shortId(),
        131_072,
        new Blocks(BlockHash.compute(bytes).toBytes()),
        "");
  }

  /** A PC that only says what the test sends. */
  private static final class Silent implements PeerHandler {
    @Override
    public void onOpen(PeerLink link) {}

    @Override
    public void onMessage(PeerLink link, Message message) {}

    @Override
    public Message.Response onRequest(PeerLink link, Message.Request request) {
      return new Message.Response(request.id(), Bytes.EMPTY, Message.ErrorCode.NO_SUCH_FILE);
    }

    @Override
    public void onClosed(PeerLink link, String reason) {}
  }
}
