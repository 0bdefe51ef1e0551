package larder.appliance.mesh.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import larder.appliance.mesh.CatalogFile;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.FolderMode;
import larder.appliance.testing.SyncthingPeer;
import larder.appliance.testing.SyncthingPeer.Release;
import larder.media.BlockHash;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.source.BlockSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The stock rules against an unmodified Syncthing: it must see itself complete, whatever we do. */
@Tag("real")
@Timeout(120)
class StockWithSyncthingTest {

  private static final FolderId SERIES = new FolderId("series");
  private static final int FILES = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path tmp;

  private Path videos = Path.of("");
  private Path home = Path.of("");

  @BeforeEach
  void fill() throws Exception {
    videos = tmp.resolve("videos");
    home = tmp.resolve("box");
  }

  @ParameterizedTest
  @EnumSource(Release.class)
  void folder_stockedThroughItsWholeLife_leavesThePcCompleteAndUntouched(Release release)
      throws Exception {
    long bytes = Trees.fill(videos, FILES);
    SortedMap<String, BlockHash> before = Trees.hashes(videos);
    try (SyncthingPeer pc = SyncthingPeer.create(tmp.resolve("pc"), release)) {
      pc.start();
      List<String> names;
      try (RealDevice box = RealDevice.box(home)) {
        long started = System.nanoTime();
        meet(pc, box);
        awaitComplete(pc, box);
        long ms = (System.nanoTime() - started) / 1_000_000;
        names = names(box).subList(0, 20);
        assertThat(sentBytes(pc, box)).isLessThan(bytes / 20);
        System.out.printf(
            "figure: %s, %d files of %d bytes: listed and complete in %d ms for %d bytes sent%n",
            release, FILES, bytes, ms, sentBytes(pc, box));

        names.forEach(name -> box.complete(content(box, name)));
        awaitSource(pc, box, names, 20);
        names.subList(0, 10).forEach(name -> box.evict(content(box, name)));
        awaitSource(pc, box, names, 10);
        awaitComplete(pc, box);
      }
      assertThat(Trees.hashes(videos)).isEqualTo(before);

      try (RealDevice box = RealDevice.box(home)) { // restarted, and its cache is lost
        pc.addDevice(box.id(), "box", box.address());
        pc.awaitConnected(box.id());
        awaitSource(pc, box, names, 0);
        awaitComplete(pc, box);
        assertThat(names(box)).hasSize(FILES);
        assertThat(box.traffic().entries()).isZero();
        System.out.printf(
            "figure: %s, restart of the box: %d full indexes and %d entries came again%n",
            release, box.traffic().indexes(), box.traffic().entries());

        assertThat(box.household().leave(SERIES)).isTrue();
        assertThat(names(box)).isEmpty();
        pc.scan("series");
        pc.awaitScanned("series", FILES);
      }
      assertWhole(pc, FILES);
      assertThat(Trees.hashes(videos)).isEqualTo(before);
    }
  }

  @Test
  void database_lost_leavesThePcCompleteAndUntouched() throws Exception {
    Trees.fill(videos, FILES);
    SortedMap<String, BlockHash> before = Trees.hashes(videos);
    try (SyncthingPeer pc = SyncthingPeer.create(tmp.resolve("pc"), Release.CURRENT)) {
      pc.start();
      try (RealDevice box = RealDevice.box(home)) {
        meet(pc, box);
        names(box).subList(0, 20).forEach(name -> box.complete(content(box, name)));
        awaitComplete(pc, box);
      }
      try (Stream<Path> files = Files.list(home)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
      try (RealDevice box = RealDevice.box(home)) {
        assertThat(box.household().devices()).isEmpty();
        meet(pc, box);
        awaitSource(pc, box, names(box).subList(0, 20), 0);
        awaitComplete(pc, box);
      }
      assertWhole(pc, FILES);
      assertThat(Trees.hashes(videos)).isEqualTo(before);
    }
  }

  @Test
  void files_changedRenamedAndDeletedAtThePc_arriveAndItStaysComplete() throws Exception {
    Trees.fill(videos, 20);
    try (SyncthingPeer pc = SyncthingPeer.create(tmp.resolve("pc"), Release.CURRENT);
        RealDevice box = RealDevice.box(home)) {
      pc.start();
      meet(pc, box, 20);
      List<String> names = names(box);
      names.forEach(name -> box.complete(content(box, name)));
      awaitSource(pc, box, names, 20);
      ContentId old = content(box, names.getFirst());

      Files.writeString(videos.resolve(names.getFirst()), "something else");
      Files.move(videos.resolve(names.get(1)), videos.resolve("renamed.mkv"));
      Files.delete(videos.resolve(names.get(2)));
      pc.scan("series");

      SyncthingPeer.await("the news", PATIENCE, () -> names(box).size() == 19);
      SyncthingPeer.await(
          "the change", PATIENCE, () -> !content(box, names.getFirst()).equals(old));
      assertThat(names(box)).contains("renamed.mkv").doesNotContain(names.get(1), names.get(2));
      awaitComplete(pc, box);
      awaitSource(pc, box, List.of(names.getFirst()), 0); // the new bytes are not here
      awaitSource(pc, box, List.of("renamed.mkv"), 1); // the same bytes under another name
      assertWhole(pc, 19);
    }
  }

  @ParameterizedTest
  @EnumSource
  void folder_pausedAndUnsharedWhileConnected_isKnownInFullWhenItGoesOn(Release release)
      throws Exception {
    Trees.fill(videos, 3);
    try (SyncthingPeer pc = SyncthingPeer.create(tmp.resolve("pc"), release);
        RealDevice box = RealDevice.box(home)) {
      pc.start();
      meet(pc, box, 3);
      for (int round = 1; round <= 3; round++) {
        int files = 3 + 2 * round;
        pc.api().patch("/rest/config/folders/series", Map.of("paused", true));
        Files.writeString(videos.resolve("while paused " + round + ".mkv"), "p" + round);
        pc.api().patch("/rest/config/folders/series", Map.of("paused", false));
        SyncthingPeer.await("the folder goes on", PATIENCE, () -> names(box).size() == files - 1);

        pc.shareFolder("series", videos, "sendreceive");
        Files.writeString(videos.resolve("while not shared " + round + ".mkv"), "u" + round);
        pc.shareFolder("series", videos, "sendreceive", box.id());
        SyncthingPeer.await("the folder is back", PATIENCE, () -> names(box).size() == files);
      }
      awaitComplete(pc, box);
      assertWhole(pc, 9);
    }
  }

  @Test
  void content_onTwoPcsUnderOtherNames_isReadFromBoth() throws Exception {
    Path others = tmp.resolve("others");
    Trees.fill(videos, 3);
    Files.createDirectories(others);
    try (SyncthingPeer anna = SyncthingPeer.create(tmp.resolve("anna"), Release.CURRENT);
        SyncthingPeer bert = SyncthingPeer.create(tmp.resolve("bert"), Release.CURRENT);
        RealDevice box = RealDevice.box(home)) {
      anna.start();
      bert.start();
      meet(anna, box, 3);
      String name = names(box).getFirst();
      Files.copy(videos.resolve(name), others.resolve("copy.mkv"));
      meet(bert, box, "movies", others, 1);

      Manifest manifest = box.catalog().manifest(SERIES, name).orElseThrow();
      List<BlockSource> sources = box.sources().sourcesOf(manifest.contentId());
      assertThat(sources)
          .extracting(source -> source.id().value())
          .containsExactlyInAnyOrder(anna.id().toString(), bert.id().toString());
      for (BlockSource source : sources) {
        byte[] block = source.read(0, PATIENCE).bytes();
        assertThat(BlockHash.compute(block)).isEqualTo(manifest.hashOf(0));
      }
    }
  }

  private void meet(SyncthingPeer pc, RealDevice box) throws Exception {
    meet(pc, box, FILES);
  }

  private void meet(SyncthingPeer pc, RealDevice box, int files) throws Exception {
    meet(pc, box, SERIES.value(), videos, files);
  }

  /** Each side lets the other in, the PC shares, the box takes. */
  private static void meet(SyncthingPeer pc, RealDevice box, String folder, Path path, int files)
      throws Exception {
    pc.addDevice(box.id(), "box", box.address());
    pc.shareFolder(folder, path, "sendreceive", box.id());
    pc.awaitScanned(folder, files);
    box.household().approve(pc.id(), Optional.of("pc"), List.of(pc.address()));
    FolderId id = new FolderId(folder);
    SyncthingPeer.await("offer", PATIENCE, () -> box.household().accept(id, FolderMode.STOCK));
    SyncthingPeer.await(
        "files of " + folder, PATIENCE, () -> box.catalog().files(id, "", 1_000).size() == files);
  }

  private static List<String> names(RealDevice box) {
    return box.catalog().files(SERIES, "", 1_000).stream().map(CatalogFile::name).toList();
  }

  private static ContentId content(RealDevice box, String name) {
    return box.catalog().manifest(SERIES, name).orElseThrow().contentId();
  }

  private static void awaitComplete(SyncthingPeer pc, RealDevice box) throws Exception {
    SyncthingPeer.await(
        "100 %", PATIENCE, () -> pc.completionPercent(SERIES.value(), box.id()) == 100);
  }

  /** Waits until the PC counts the box as a source of exactly {@code count} of {@code names}. */
  private static void awaitSource(SyncthingPeer pc, RealDevice box, List<String> names, int count)
      throws Exception {
    SyncthingPeer.await(
        "the box as a source of " + count,
        PATIENCE,
        () -> names.stream().filter(name -> isSource(pc, box, name)).count() == count);
  }

  private static boolean isSource(SyncthingPeer pc, RealDevice box, String name) {
    String file = URLEncoder.encode(name, StandardCharsets.UTF_8);
    JsonNode answer = pc.api().find("/rest/db/file?folder=series&file=" + file);
    return answer.path("availability").toString().contains(box.id().toString());
  }

  private static long sentBytes(SyncthingPeer pc, RealDevice box) {
    return pc.api()
        .get("/rest/system/connections")
        .path("connections")
        .path(box.id().toString())
        .path("outBytesTotal")
        .asLong(Long.MAX_VALUE);
  }

  private static void assertWhole(SyncthingPeer pc, int files) {
    JsonNode status = pc.status("series");
    assertThat(status.path("needTotalItems").asInt(-1)).isZero();
    assertThat(status.path("globalFiles").asInt(-1)).isEqualTo(files);
    assertThat(status.path("localFiles").asInt(-1)).isEqualTo(files);
  }
}
