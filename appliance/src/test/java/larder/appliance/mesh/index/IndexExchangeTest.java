package larder.appliance.mesh.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import larder.appliance.mesh.DeviceView;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.FolderMode;
import larder.appliance.mesh.index.BlockProvider.HeldFile;
import larder.appliance.mesh.index.LocalFile.Kind;
import larder.appliance.mesh.index.LocalFile.Stamp;
import larder.appliance.mesh.wire.Bytes;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.FileInfo;
import larder.appliance.mesh.wire.Message;
import larder.media.BlockHash;
import larder.media.Fault;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.source.BlockSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A box and a PC's share, both ours, talking through a link inside this process. */
class IndexExchangeTest {

  private static final DeviceId BOX = TestDevice.id(1);
  private static final DeviceId PC = TestDevice.id(2);
  private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05.006Z");

  @TempDir private Path tmp;

  private final List<TestDevice> devices = new ArrayList<>();
  private final List<FakeLink> links = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (FakeLink link : links) {
      link.closeAndWait();
    }
    devices.forEach(TestDevice::close);
  }

  @Test
  void folder_notAccepted_isOfferedAndNothingIsTaken() throws Exception {
    TestDevice box = box();
    TestDevice pc = pc();
    FolderId folder = share(pc, "a.mkv");

    connect(box, pc);

    await(() -> box.household().folders().size() == 1);
    assertThat(box.household().folders().getFirst().mode()).isEmpty();
    assertThat(box.catalog().files(folder, "", 10)).isEmpty();
  }

  @Test
  void folder_accepted_isListedWithoutABlockAndAnnouncedInvalid() throws Exception {
    TestDevice box = box();
    TestDevice pc = pc();
    FolderId folder = share(pc, "a.mkv", "b.mkv");

    FakeLink link = connect(box, pc);
    accept(box, folder, 2);

    assertThat(box.catalog().manifest(folder, "a.mkv")).contains(manifest("a.mkv"));
    assertThat(box.catalog().holders(folder, "a.mkv")).containsExactly(PC);
    await(() -> announcedBy(link).size() == 2);
    assertThat(announcedBy(link))
        .allSatisfy(
            file -> {
              assertThat(file.invalid()).isTrue();
              assertThat(file.blocks().count()).isZero();
              assertThat(file.version().counters()).hasSize(1);
              assertThat(file.version().counters().getFirst().id()).isEqualTo(PC.shortId());
            });
  }

  @Test
  void folder_expectedFromADevice_isTakenAsSoonAsItIsOffered() throws Exception {
    TestDevice box = box();
    TestDevice pc = pc();
    FolderId folder = share(pc, "a.mkv");
    box.household().approve(PC, Optional.empty(), List.of(), Set.of(folder));

    connect(box, pc);

    await(() -> box.catalog().files(folder, "", 10).size() == 1);
  }

  @Test
  void content_completeAndEvicted_isAnnouncedValidThenInvalidInTheSameVersion() throws Exception {
    TestDevice box = box();
    TestDevice pc = pc();
    FolderId folder = share(pc, "a.mkv");
    FakeLink link = connect(box, pc);
    accept(box, folder, 1);
    await(() -> announcedBy(link).size() == 1);

    box.complete(manifest("a.mkv").contentId());
    await(() -> announcedBy(link).size() == 2);
    box.evict(manifest("a.mkv").contentId());
    await(() -> announcedBy(link).size() == 3);

    List<FileInfo> said = announcedBy(link);
    assertThat(said).extracting(FileInfo::invalid).containsExactly(true, false, true);
    assertThat(said).extracting(FileInfo::sequence).containsExactly(1L, 2L, 3L);
    assertThat(said.get(1).blocks().packed()).isEqualTo(manifest("a.mkv").packedHashes());
    assertThat(said).extracting(FileInfo::version).containsOnly(said.getFirst().version());
  }

  @Test
  void file_deletedAtThePc_isAnnouncedDeletedInItsVersion() throws Exception {
    TestDevice box = box();
    TestDevice pc = pc();
    FolderId folder = share(pc, "a.mkv", "b.mkv");
    FakeLink link = connect(box, pc);
    accept(box, folder, 2);
    await(() -> announcedBy(link).size() == 2);

    announce(pc, folder, List.of(), List.of("a.mkv"));

    await(() -> announcedBy(link).size() == 3);
    FileInfo said = announcedBy(link).getLast();
    assertThat(said.deleted()).isTrue();
    assertThat(said.version().counters()).hasSize(1);
    assertThat(said.version().counters().getFirst().id()).isEqualTo(PC.shortId());
    assertThat(box.catalog().files(folder, "", 10))
        .extracting(f -> f.name())
        .containsExactly("b.mkv");
  }

  @Test
  void restart_ofBothSides_sendsNoIndexAgain() throws Exception {
    FolderId folder;
    try (TestDevice box = open(BOX, "box");
        TestDevice pc = open(PC, "pc")) {
      approveEachOther(box, pc);
      folder = share(pc, "a.mkv", "b.mkv");
      FakeLink link = FakeLink.connect(BOX, box.exchange(), PC, pc.exchange());
      accept(box, folder, 2);
      await(() -> known(pc, folder, BOX) == 2); // sent is not yet arrived
      link.closeAndWait();
    }

    TestDevice box = keep(open(BOX, "box"));
    TestDevice pc = keep(open(PC, "pc"));
    FakeLink link = connect(box, pc);
    announce(pc, folder, List.of(file("c.mkv")), List.of());
    await(() -> announcedBy(link).size() == 1);

    assertThat(announcedBy(link)).extracting(FileInfo::name).containsExactly("c.mkv");
    assertThat(announcedBy(link.otherEnd())).extracting(FileInfo::name).containsExactly("c.mkv");
    assertThat(link.sent()).noneMatch(Message.Index.class::isInstance);
    assertThat(link.otherEnd().sent()).noneMatch(Message.Index.class::isInstance);
  }

  @Test
  void database_lost_meansANewIndexIdAndAFullIndex() throws Exception {
    TestDevice pc = keep(open(PC, "pc"));
    FolderId folder = share(pc, "a.mkv");
    long before;
    try (TestDevice box = open(BOX, "box")) {
      approveEachOther(box, pc);
      FakeLink link = FakeLink.connect(BOX, box.exchange(), PC, pc.exchange());
      accept(box, folder, 1);
      before = indexId(link, folder);
      link.closeAndWait();
    }

    TestDevice box = keep(open(BOX, "another-home"));
    FakeLink link = connect(box, pc);
    accept(box, folder, 1);

    await(() -> announcedBy(link).size() == 1);
    assertThat(indexId(link, folder)).isNotEqualTo(before);
    assertThat(link.sent()).anyMatch(Message.Index.class::isInstance);
  }

  @Test
  void folder_left_goesFromTheConfigAndTheCatalogOnly() throws Exception {
    TestDevice box = box();
    TestDevice pc = pc();
    FolderId folder = share(pc, "a.mkv");
    FakeLink link = connect(box, pc);
    accept(box, folder, 1);
    await(() -> announcedBy(link).size() == 1);

    assertThat(box.household().leave(folder)).isTrue();

    await(() -> lastConfig(link).folders().isEmpty());
    assertThat(box.catalog().files(folder, "", 10)).isEmpty();
    assertThat(announcedBy(link)).noneMatch(FileInfo::deleted);
    assertThat(box.household().folders().getFirst().mode()).isEmpty();
    assertThat(box.household().accept(folder, FolderMode.STOCK)).isTrue();
    await(() -> box.catalog().files(folder, "", 10).size() == 1);
  }

  @Test
  void block_ofAnAnnouncedFile_isServedAndOthersAreNot() throws Exception {
    TestDevice box = box();
    TestDevice pc = pc();
    FolderId folder = share(pc, "a.mkv");
    FakeLink link = connect(box, pc);
    accept(box, folder, 1);
    MeshSources sources = new MeshSources(box.store(), box.exchange(), box.changes());
    List<BlockSource> found = sources.sourcesOf(manifest("a.mkv").contentId());

    assertThat(found).hasSize(1);
    byte[] bytes = found.getFirst().read(0, Duration.ofSeconds(5)).bytes();
    assertThat(bytes).isEqualTo(content("a.mkv"));
    Message.Request good =
        new Message.Request(7, folder.value(), "a.mkv", 0, bytes.length, hash(bytes), 0);
    assertThat(answer(link, good).code()).isEqualTo(Message.ErrorCode.NONE);
    for (Message.Request bad :
        List.of(
            new Message.Request(1, "other", "a.mkv", 0, bytes.length, hash(bytes), 0),
            new Message.Request(1, folder.value(), "../a", 0, bytes.length, hash(bytes), 0),
            new Message.Request(1, folder.value(), "a.mkv", 1, bytes.length - 1, hash(bytes), 0),
            new Message.Request(1, folder.value(), "a.mkv", -1, bytes.length, hash(bytes), 0),
            new Message.Request(
                1, folder.value(), "a.mkv", Long.MAX_VALUE, Integer.MAX_VALUE, hash(bytes), 0),
            new Message.Request(1, folder.value(), "a.mkv", 0, bytes.length, hash(new byte[9]), 0),
            new Message.Request(
                1, folder.value(), "a.mkv", 0, bytes.length, Bytes.wrap(new byte[3]), 0))) {
      assertThat(answer(link, bad).code()).isEqualTo(Message.ErrorCode.NO_SUCH_FILE);
    }
  }

  @Test
  void source_thatLostTheFile_saysContentChanged() throws Exception {
    TestDevice box = box();
    TestDevice pc = pc();
    FolderId folder = share(pc, "a.mkv");
    connect(box, pc);
    accept(box, folder, 1);
    MeshSources sources = new MeshSources(box.store(), box.exchange(), box.changes());
    BlockSource source = sources.sourcesOf(manifest("a.mkv").contentId()).getFirst();

    announce(pc, folder, List.of(), List.of("a.mkv"));

    assertThat(faultOf(source)).isEqualTo(Fault.CONTENT_CHANGED);
    await(() -> sources.sourcesOf(manifest("a.mkv").contentId()).isEmpty());
  }

  @Test
  void device_forgotten_losesItsConnectionAndItsFiles() throws Exception {
    TestDevice box = box();
    TestDevice pc = pc();
    FolderId folder = share(pc, "a.mkv");
    FakeLink link = connect(box, pc);
    accept(box, folder, 1);

    assertThat(box.household().forget(PC)).isTrue();

    assertThat(link.closedFor()).contains("removed");
    assertThat(box.household().devices()).isEmpty();
    assertThat(box.catalog().files(folder, "", 10)).isEmpty();
  }

  private static Fault faultOf(BlockSource source) throws InterruptedException {
    try {
      source.read(0, Duration.ofSeconds(5));
      throw new AssertionError("a block of a deleted file");
    } catch (MediaException e) {
      return e.fault();
    }
  }

  private static Message.Response answer(FakeLink link, Message.Request request) {
    return link.otherEnd().handler().onRequest(link.otherEnd(), request);
  }

  private static Bytes hash(byte[] bytes) {
    return Bytes.wrap(BlockHash.compute(bytes).toBytes());
  }

  private TestDevice box() throws Exception {
    return keep(open(BOX, "box"));
  }

  private TestDevice pc() throws Exception {
    return keep(open(PC, "pc"));
  }

  private TestDevice keep(TestDevice device) {
    devices.add(device);
    return device;
  }

  private TestDevice open(DeviceId id, String name) throws Exception {
    return new TestDevice(tmp.resolve(name), id, name, new NamedContents());
  }

  private FakeLink connect(TestDevice box, TestDevice pc) {
    approveEachOther(box, pc);
    FakeLink link = FakeLink.connect(box.id(), box.exchange(), pc.id(), pc.exchange());
    links.add(link);
    await(
        () ->
            box.household().devices().stream()
                .anyMatch(d -> d.state() == DeviceView.State.CONNECTED));
    return link;
  }

  private static void approveEachOther(TestDevice box, TestDevice pc) {
    box.household().approve(pc.id(), Optional.empty(), List.of());
    pc.household().approve(box.id(), Optional.empty(), List.of());
  }

  private static void accept(TestDevice box, FolderId folder, int files) {
    await(() -> box.household().accept(folder, FolderMode.STOCK));
    await(() -> box.catalog().files(folder, "", 10).size() == files);
  }

  private FolderId share(TestDevice pc, String... names) {
    FolderId folder = shared(pc).open(tmp.resolve("Series")).folder();
    List<LocalFile> files = new ArrayList<>();
    for (String name : names) {
      files.add(file(name));
    }
    announce(pc, folder, files, List.of());
    return folder;
  }

  private static void announce(
      TestDevice pc, FolderId folder, List<LocalFile> present, List<String> gone) {
    assertThat(shared(pc).announce(folder, present, gone)).isTrue();
    pc.exchange().announced(folder);
  }

  private static SharedIndex shared(TestDevice pc) {
    return new SharedIndex(pc.store(), pc.id(), Clock.systemUTC());
  }

  private static LocalFile file(String name) {
    return new LocalFile(
        name,
        Kind.FILE,
        new Stamp(content(name).length, MODIFIED, "1"),
        Optional.of(0644),
        Optional.of(manifest(name)));
  }

  private static byte[] content(String name) {
    return ("the bytes of " + name).getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static Manifest manifest(String name) {
    byte[] bytes = content(name);
    return new Manifest(bytes.length, Manifest.MIN_CHUNK_BYTES, BlockHash.compute(bytes).toBytes());
  }

  private static List<FileInfo> announcedBy(FakeLink link) {
    List<FileInfo> files = new ArrayList<>();
    for (Message message : link.sent()) {
      if (message instanceof Message.Index index) {
        files.addAll(index.files());
      } else if (message instanceof Message.IndexUpdate update) {
        files.addAll(update.files());
      }
    }
    // After changes of who shares what, a part may be sent twice.
    return files.stream().distinct().toList();
  }

  /** Up to which sequence {@code device} knows the index of {@code other}. */
  private static long known(TestDevice device, FolderId folder, DeviceId other) {
    return device
        .store()
        .read(
            sql ->
                RemoteIndexes.position(sql, Folders.find(sql, folder).orElseThrow(), other)
                    .maxSequence());
  }

  private static Message.ClusterConfig lastConfig(FakeLink link) {
    return link.sent().stream()
        .filter(Message.ClusterConfig.class::isInstance)
        .map(Message.ClusterConfig.class::cast)
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  private static long indexId(FakeLink link, FolderId folder) {
    return lastConfig(link).folders().stream()
        .filter(f -> f.id().equals(folder.value()))
        .flatMap(f -> f.devices().stream())
        .filter(d -> d.id().equals(BOX))
        .findFirst()
        .orElseThrow()
        .indexId();
  }

  private static void await(BooleanSupplier condition) {
    Await.until(condition);
  }

  /** Every file's bytes follow from its name. */
  private static final class NamedContents implements BlockProvider {
    @Override
    public Optional<byte[]> read(HeldFile file, int index) {
      return Optional.of(content(file.name()));
    }

    @Override
    public void stale(HeldFile file) {
      throw new AssertionError("bytes of " + file.name() + " do not match");
    }
  }
}
