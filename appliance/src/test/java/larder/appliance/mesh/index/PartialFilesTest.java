package larder.appliance.mesh.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.FolderMode;
import larder.appliance.mesh.index.LocalFile.Kind;
import larder.appliance.mesh.index.LocalFile.Stamp;
import larder.appliance.mesh.wire.Bytes;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.FileInfo;
import larder.appliance.mesh.wire.Message;
import larder.appliance.mesh.wire.Message.ErrorCode;
import larder.appliance.mesh.wire.Message.Progress;
import larder.media.BlockHash;
import larder.media.Fault;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.source.BlockSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two boxes and a PC: the first box has a film in part, the second takes that part from it. */
class PartialFilesTest {

  private static final DeviceId FIRST = TestDevice.id(1);
  private static final DeviceId SECOND = TestDevice.id(2);
  private static final DeviceId PC = TestDevice.id(3);
  private static final int CHUNK = Manifest.MIN_CHUNK_BYTES;
  private static final String NAME = "film.mkv";

  private final byte[] film = new byte[3 * CHUNK - 1000];
  private final List<TestDevice> devices = new ArrayList<>();
  private final List<FakeLink> links = new ArrayList<>();
  @TempDir private Path tmp;
  private Manifest manifest;
  private FolderId folder;
  private TestDevice first;
  private TestDevice second;
  private FakeLink firstToSecond;

  @BeforeEach
  void household() throws Exception {
    new Random(5).nextBytes(film);
    manifest = new Manifest(film.length, CHUNK, hashes());
    first = open(FIRST, "first");
    second = open(SECOND, "second");
    TestDevice pc = open(PC, "pc");
    for (TestDevice one : devices) {
      devices.stream()
          .filter(other -> other != one)
          .forEach(other -> one.household().approve(other.id(), Optional.empty(), List.of()));
    }
    folder = share(pc);
    connectToPc(first, pc);
    connectToPc(second, pc);
    for (TestDevice box : List.of(first, second)) {
      Await.until(() -> box.household().accept(folder, FolderMode.STOCK));
      Await.until(() -> box.catalog().files(folder, "", 10).size() == 1);
    }
    firstToSecond = connect(first, second);
    Await.until(
        () ->
            first.exchange().link(SECOND, folder).isPresent()
                && second.exchange().link(FIRST, folder).isPresent());
  }

  @AfterEach
  void close() throws Exception {
    for (FakeLink link : links) {
      link.closeAndWait();
    }
    devices.forEach(TestDevice::close);
  }

  @Test
  void partOfAFile_isToldAndReadByTheOtherBoxFirst() throws Exception {
    MeshSources sources = sourcesOfSecond();

    first.hold(manifest.contentId(), 0, 2);

    Await.until(() -> sources.sourcesOf(manifest.contentId()).size() == 2);
    BlockSource box = sources.sourcesOf(manifest.contentId()).getFirst();
    assertThat(box.id().value()).isEqualTo(FIRST.toString());
    assertThat(box.cost()).isEqualTo(BlockSource.Cost.CHEAP);
    assertThat(List.of(box.has(0), box.has(1), box.has(2))).containsExactly(true, false, true);
    assertThat(box.read(2, Duration.ofSeconds(5)).bytes()).isEqualTo(chunk(2));
    assertThat(second.catalog().holders(folder, NAME)).containsExactly(PC);
  }

  @Test
  void partOfAFile_growing_isToldAsWhatCameOnly() {
    first.hold(manifest.contentId(), 0);
    Await.until(() -> told().size() == 1);
    first.hold(manifest.contentId(), 0, 1);
    Await.until(() -> told().size() == 2);

    assertThat(told()).extracting(Progress::step).containsOnly(Progress.Step.APPEND);
    assertThat(told()).extracting(Progress::blocks).containsExactly(List.of(0), List.of(1));
    assertThat(told()).extracting(Progress::blockBytes).containsOnly(CHUNK);
  }

  @Test
  void partOfAFile_evicted_isForgottenAndRefused() throws Exception {
    MeshSources sources = sourcesOfSecond();
    first.hold(manifest.contentId(), 0);
    Await.until(() -> sources.sourcesOf(manifest.contentId()).size() == 2);
    BlockSource box = sources.sourcesOf(manifest.contentId()).getFirst();

    first.evict(manifest.contentId());

    Await.until(() -> told().getLast().step() == Progress.Step.FORGET);
    Await.until(() -> !box.has(0));
    assertThatThrownBy(() -> box.read(0, Duration.ofSeconds(5))).isInstanceOf(MediaException.class);
    assertThat(request(0, true).code()).isEqualTo(ErrorCode.NO_SUCH_FILE);
  }

  @Test
  void partOfAFile_thatWentUntold_isMissedOnceAndNotAskedForAgain() throws Exception {
    MeshSources sources = sourcesOfSecond();
    first.hold(manifest.contentId(), 0);
    Await.until(() -> sources.sourcesOf(manifest.contentId()).size() == 2);
    BlockSource box = sources.sourcesOf(manifest.contentId()).getFirst();
    first.lose(manifest.contentId());

    assertThatThrownBy(() -> box.read(0, Duration.ofSeconds(5)))
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.fault()).isEqualTo(Fault.SOURCE_FAILED));
    assertThat(box.has(0)).isFalse();
  }

  @Test
  void partOfAFile_askedForAsIfItWereWhole_isRefused() {
    first.hold(manifest.contentId(), 0);
    Await.until(() -> told().size() == 1);

    assertThat(request(0, false).code()).isEqualTo(ErrorCode.NO_SUCH_FILE);
    assertThat(request(0, true).code()).isEqualTo(ErrorCode.NONE);
    assertThat(request(1, true).code()).isEqualTo(ErrorCode.NO_SUCH_FILE);
  }

  @Test
  void progress_ofNonsense_takesBoundedMemoryAndMeansNothing() {
    RemoteProgress progress = new RemoteProgress();
    Entry file = new Entry(film(), Optional.of(manifest.contentId()));
    List<Progress> updates = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      updates.add(
          new Progress(
              Progress.Step.APPEND,
              "f" + i,
              file.info().version(),
              List.of(-1, Integer.MAX_VALUE, Manifest.MAX_CHUNKS - 1),
              CHUNK));
    }
    progress.take(new Message.DownloadProgress("f", updates));

    assertThat(progress.knows("f", file, CHUNK)).isFalse();
    assertThat(progress.bitmapBytes()).isLessThanOrEqualTo(2 << 20);
  }

  private FileInfo film() {
    return first
        .store()
        .read(
            sql ->
                RemoteIndexes.of(sql, Folders.find(sql, folder).orElseThrow(), NAME)
                    .getFirst()
                    .entry()
                    .info());
  }

  private MeshSources sourcesOfSecond() {
    return new MeshSources(second.store(), second.exchange(), second.changes());
  }

  private List<Progress> told() {
    return firstToSecond.sent().stream()
        .filter(Message.DownloadProgress.class::isInstance)
        .map(Message.DownloadProgress.class::cast)
        .flatMap(progress -> progress.updates().stream())
        .toList();
  }

  private Message.Response request(int index, boolean fromTemporary) {
    Bytes hash = Bytes.wrap(manifest.hashOf(index).toBytes());
    Message.Request request =
        new Message.Request(
            1,
            folder.value(),
            NAME,
            (long) index * CHUNK,
            manifest.lengthOf(index),
            hash,
            index,
            0,
            fromTemporary);
    return first.exchange().onRequest(firstToSecond, request);
  }

  private FolderId share(TestDevice pc) {
    SharedIndex index = new SharedIndex(pc.store(), pc.id(), Clock.systemUTC());
    FolderId id = index.open(tmp.resolve("Films")).folder();
    Stamp stamp = new Stamp(film.length, Instant.EPOCH, "1");
    LocalFile file =
        new LocalFile(NAME, Kind.FILE, stamp, Optional.of(0644), Optional.of(manifest));
    assertThat(index.announce(id, List.of(file), List.of())).isTrue();
    return id;
  }

  private TestDevice open(DeviceId id, String name) throws Exception {
    TestDevice device = new TestDevice(tmp.resolve(name), id, name, new FilmBlocks(id));
    devices.add(device);
    return device;
  }

  private void connectToPc(TestDevice box, TestDevice pc) {
    links.add(FakeLink.connectToPc(box.id(), box.exchange(), pc.id(), pc.exchange()));
  }

  private FakeLink connect(TestDevice a, TestDevice b) {
    FakeLink link = FakeLink.connect(a.id(), a.exchange(), b.id(), b.exchange());
    links.add(link);
    return link;
  }

  private byte[] hashes() {
    byte[] hashes = new byte[3 * BlockHash.BYTES];
    for (int i = 0; i < 3; i++) {
      System.arraycopy(
          BlockHash.compute(chunk(i)).toBytes(), 0, hashes, i * BlockHash.BYTES, BlockHash.BYTES);
    }
    return hashes;
  }

  private byte[] chunk(int index) {
    return Arrays.copyOfRange(film, index * CHUNK, Math.min(film.length, (index + 1) * CHUNK));
  }

  /** Reads what a device is said to hold. */
  private final class FilmBlocks implements BlockProvider {

    private final DeviceId device;

    FilmBlocks(DeviceId device) {
      this.device = device;
    }

    @Override
    public Optional<byte[]> read(HeldFile file, int index) {
      boolean here =
          device.equals(PC) || (device.equals(FIRST) && first.holds(manifest.contentId(), index));
      return here ? Optional.of(chunk(index)) : Optional.empty();
    }

    @Override
    public void stale(HeldFile file) {
      throw new AssertionError("bytes of " + file.name() + " do not match");
    }
  }
}
