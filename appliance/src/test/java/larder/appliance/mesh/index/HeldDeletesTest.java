package larder.appliance.mesh.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import larder.appliance.mesh.DeleteAnswer;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.FolderMode;
import larder.appliance.mesh.HeldDeletes;
import larder.appliance.mesh.index.LocalFile.Kind;
import larder.appliance.mesh.index.LocalFile.Stamp;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.FileInfo;
import larder.appliance.mesh.wire.Message;
import larder.media.BlockHash;
import larder.media.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PC that deletes most of a stock folder. */
class HeldDeletesTest {

  private static final DeviceId BOX = TestDevice.id(1);
  private static final DeviceId PC = TestDevice.id(2);
  private static final int FILES = 15;

  @TempDir private Path tmp;
  private TestDevice box;
  private TestDevice pc;
  private SharedIndex index;
  private FolderId folder;
  private FakeLink link;

  @BeforeEach
  void household() throws Exception {
    box = new TestDevice(tmp.resolve("box"), BOX, "box", new TestDevice.NoBlocks());
    pc = new TestDevice(tmp.resolve("pc"), PC, "pc", new TestDevice.NoBlocks());
    box.household().approve(PC, Optional.empty(), List.of());
    pc.household().approve(BOX, Optional.empty(), List.of());
    index = new SharedIndex(pc.store(), PC, Clock.systemUTC());
    folder = index.open(tmp.resolve("Films")).folder();
    assertThat(index.announce(folder, names(FILES).stream().map(this::file).toList(), List.of()))
        .isTrue();
    link = FakeLink.connectToPc(BOX, box.exchange(), PC, pc.exchange());
    Await.until(() -> box.household().accept(folder, FolderMode.STOCK));
    Await.until(() -> listed() == FILES);
  }

  @AfterEach
  void close() throws Exception {
    link.closeAndWait();
    box.close();
    pc.close();
  }

  @Test
  void mostOfTheFolder_deleted_isHeldAndStaysListed() {
    delete(names(11));

    Await.until(() -> held().isPresent());
    assertThat(held().map(HeldDeletes::count)).contains(11L);
    assertThat(listed()).isEqualTo(FILES);
    assertThat(box.catalog().manifest(folder, "0.mkv")).contains(manifest("0.mkv"));
    assertThat(box.catalog().file(folder, "0.mkv").orElseThrow().sizeBytes())
        .isEqualTo(bytes("0.mkv").length);
    box.complete(manifest("0.mkv").contentId()); // looked at anew, and still not repeated
    assertThat(saidDeleted()).isEmpty();
  }

  @Test
  void heldDeletes_taken_goAndAreRepeated() {
    delete(names(11));
    Await.until(() -> held().isPresent());

    assertThat(box.household().answerDeletes(folder, DeleteAnswer.TAKE)).isTrue();

    assertThat(listed()).isEqualTo(FILES - 11);
    assertThat(held()).isEmpty();
    Await.until(() -> saidDeleted().size() == 11);
    assertThat(saidDeleted()).allSatisfy(file -> assertThat(file.sizeBytes()).isZero());
    assertThat(box.household().answerDeletes(folder, DeleteAnswer.TAKE)).isFalse();
  }

  @Test
  void heldDeletes_refused_leaveTheFilesAndAskNoMore() {
    delete(names(11));
    Await.until(() -> held().isPresent());

    assertThat(box.household().answerDeletes(folder, DeleteAnswer.KEEP)).isTrue();

    assertThat(held()).isEmpty();
    assertThat(listed()).isEqualTo(FILES);
    assertThat(saidDeleted()).isEmpty();
  }

  @Test
  void deletes_inSmallSteps_areHeldFromTheStepThatMakesThemMany() {
    delete(names(8));
    Await.until(() -> listed() == FILES - 8);

    delete(names(12).subList(8, 12));

    Await.until(() -> held().isPresent());
    assertThat(held().map(HeldDeletes::count)).contains(4L);
    assertThat(listed()).isEqualTo(FILES - 8);
  }

  @Test
  void file_thatComesBackWhileHeld_isOneOfTheOthersAgain() {
    delete(names(11));
    Await.until(() -> held().isPresent());

    assertThat(index.announce(folder, List.of(file("0.mkv")), List.of())).isTrue();
    pc.exchange().announced(folder);

    Await.until(() -> held().map(HeldDeletes::count).equals(Optional.of(10L)));
  }

  private void delete(List<String> names) {
    assertThat(index.announce(folder, List.of(), names)).isTrue();
    pc.exchange().announced(folder);
  }

  private Optional<HeldDeletes> held() {
    return box.household().folders().getFirst().heldDeletes();
  }

  private int listed() {
    return box.catalog().files(folder, "", 100).size();
  }

  private List<FileInfo> saidDeleted() {
    return link.sent().stream()
        .filter(Message.IndexUpdate.class::isInstance)
        .flatMap(update -> ((Message.IndexUpdate) update).files().stream())
        .filter(FileInfo::deleted)
        .toList();
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> i + ".mkv").toList();
  }

  private LocalFile file(String name) {
    return new LocalFile(
        name,
        Kind.FILE,
        new Stamp(bytes(name).length, Instant.EPOCH, "1"),
        Optional.of(0644),
        Optional.of(manifest(name)));
  }

  private static byte[] bytes(String name) {
    return ("the bytes of " + name).getBytes(StandardCharsets.UTF_8);
  }

  private static Manifest manifest(String name) {
    byte[] bytes = bytes(name);
    return new Manifest(bytes.length, Manifest.MIN_CHUNK_BYTES, BlockHash.compute(bytes).toBytes());
  }
}
