package larder.appliance.mesh.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.FolderMode;
import larder.appliance.mesh.index.Trees;
import larder.appliance.testing.SyncthingPeer;
import larder.appliance.testing.SyncthingPeer.Release;
import larder.media.BlockHash;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A folder kept in sync with an unmodified Syncthing: both must end with the same tree. */
@Tag("real")
@Timeout(240)
class SyncFoldersTest {

  private static final FolderId PAPERS = new FolderId("papers");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path tmp;

  @ParameterizedTest
  @EnumSource(Release.class)
  void folder_editedOnEitherSide_endsTheSameOnBoth(Release release) throws Exception {
    Path theirs = tmp.resolve("papers");
    Trees.fill(theirs, 30);
    Files.writeString(theirs.resolve("empty.txt"), "");
    Files.createDirectories(theirs.resolve("nothing in here"));
    Files.createSymbolicLink(theirs.resolve("link"), Path.of("empty.txt"));
    Files.writeString(theirs.resolve("run.sh"), "true");
    Files.setPosixFilePermissions(
        theirs.resolve("run.sh"), PosixFilePermissions.fromString("rwx------"));
    try (SyncthingPeer pc = SyncthingPeer.create(tmp.resolve("pc"), release);
        SyncBox box = new SyncBox(tmp.resolve("box"))) {
      pc.start();
      meet(pc, box, theirs);
      Path ours = box.directory(PAPERS);
      awaitSame(ours, theirs);

      Files.writeString(theirs.resolve("Show 1/S01E001.mkv"), "edited there");
      Files.move(theirs.resolve("Show 2/S01E002.mkv"), theirs.resolve("moved there.mkv"));
      Files.delete(theirs.resolve("Show 3/S01E003.mkv"));
      Files.delete(theirs.resolve("nothing in here"));
      pc.scan(PAPERS.value());
      awaitSame(ours, theirs);
      assertThat(Trees.hashes(box.versions(PAPERS)))
          .as("what was replaced or deleted")
          .hasSizeGreaterThanOrEqualTo(2);

      Files.writeString(ours.resolve("Show 4/S01E004.mkv"), "edited here");
      Files.move(ours.resolve("Show 5/S01E005.mkv"), ours.resolve("moved here.mkv"));
      Files.delete(ours.resolve("Show 6/S01E006.mkv"));
      Files.createDirectories(ours.resolve("new/deep"));
      Files.writeString(ours.resolve("new/deep/note.txt"), "from the box");
      Files.createSymbolicLink(ours.resolve("new/link"), Path.of("deep"));
      box.scan(PAPERS);
      awaitSame(ours, theirs);
      awaitComplete(pc, box);
      assertThat(theirs.resolve("new/deep/note.txt")).hasContent("from the box");
      assertThat(conflicts(ours)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Release.class)
  void file_editedApart_isKeptAsAConflictCopyOnBoth(Release release) throws Exception {
    Path theirs = tmp.resolve("papers");
    Files.createDirectories(theirs);
    Files.writeString(theirs.resolve("a.txt"), "first");
    Files.writeString(theirs.resolve("b.txt"), "first");
    Files.writeString(theirs.resolve("c.txt"), "first");
    try (SyncthingPeer pc = SyncthingPeer.create(tmp.resolve("pc"), release);
        SyncBox box = new SyncBox(tmp.resolve("box"))) {
      pc.start();
      meet(pc, box, theirs);
      Path ours = box.directory(PAPERS);
      awaitSame(ours, theirs);

      pc.stop();
      Files.writeString(ours.resolve("a.txt"), "from the box");
      Files.delete(ours.resolve("b.txt"));
      Files.writeString(ours.resolve("c.txt"), "the same");
      Files.writeString(theirs.resolve("a.txt"), "from the PC");
      Files.writeString(theirs.resolve("b.txt"), "edited, not deleted");
      Files.writeString(theirs.resolve("c.txt"), "the same");
      box.scan(PAPERS);
      pc.start();
      pc.scan(PAPERS.value());

      SyncthingPeer.await("a conflict copy", PATIENCE, () -> conflicts(ours).size() == 1);
      awaitSame(ours, theirs);
      assertThat(
              List.of(
                  Files.readString(ours.resolve("a.txt")),
                  Files.readString(ours.resolve(conflicts(ours).getFirst()))))
          .containsExactlyInAnyOrder("from the box", "from the PC");
      assertThat(ours.resolve("b.txt")).hasContent("edited, not deleted");
      assertThat(conflicts(ours)).hasSize(1);
    }
  }

  @Test
  void deletions_ofMostFiles_waitForTheOwner() throws Exception {
    Path theirs = tmp.resolve("papers");
    Trees.fill(theirs, 40);
    try (SyncthingPeer pc = SyncthingPeer.create(tmp.resolve("pc"), Release.CURRENT);
        SyncBox box = new SyncBox(tmp.resolve("box"))) {
      pc.start();
      meet(pc, box, theirs);
      Path ours = box.directory(PAPERS);
      awaitSame(ours, theirs);

      for (String name : Trees.hashes(theirs).keySet()) {
        Files.delete(theirs.resolve(name));
      }
      pc.scan(PAPERS.value());
      SyncthingPeer.await("the question", PATIENCE, () -> box.folders.holdsDeletions(PAPERS));
      assertThat(Trees.hashes(ours)).hasSize(40);
      assertThat(box.folders.confirmDeletions(PAPERS)).isTrue();
      awaitSame(ours, theirs);
      assertThat(Trees.hashes(ours)).isEmpty();
    }
  }

  @Test
  void directory_lostOrEmptied_deletesNothingAtThePc() throws Exception {
    Path theirs = tmp.resolve("papers");
    Trees.fill(theirs, 10);
    try (SyncthingPeer pc = SyncthingPeer.create(tmp.resolve("pc"), Release.CURRENT);
        SyncBox box = new SyncBox(tmp.resolve("box"))) {
      pc.start();
      meet(pc, box, theirs);
      Path ours = box.directory(PAPERS);
      awaitSame(ours, theirs);
      awaitComplete(pc, box);

      Files.move(ours, tmp.resolve("unplugged"));
      Files.createDirectory(ours); // an empty mount point
      box.scan(PAPERS);
      Files.writeString(theirs.resolve("later.txt"), "later");
      pc.scan(PAPERS.value());
      pc.awaitScanned(PAPERS.value(), 11);
      Files.delete(ours);
      Files.move(tmp.resolve("unplugged"), ours);
      awaitSame(ours, theirs);
      assertThat(Trees.hashes(theirs)).hasSize(11);
    }
  }

  private static void meet(SyncthingPeer pc, SyncBox box, Path path) throws Exception {
    pc.addDevice(box.device.id(), "box", box.device.address());
    pc.shareFolder(PAPERS.value(), path, "sendreceive", box.device.id());
    box.device.household().approve(pc.id(), Optional.of("pc"), List.of(pc.address()));
    SyncthingPeer.await(
        "offer", PATIENCE, () -> box.device.household().accept(PAPERS, FolderMode.SYNC));
  }

  private static void awaitComplete(SyncthingPeer pc, SyncBox box) throws Exception {
    SyncthingPeer.await(
        "100 %", PATIENCE, () -> pc.completionPercent(PAPERS.value(), box.device.id()) == 100);
  }

  private static void awaitSame(Path ours, Path theirs) throws Exception {
    try {
      SyncthingPeer.await("equal trees", PATIENCE, () -> tree(ours).equals(tree(theirs)));
    } catch (AssertionError e) {
      assertThat(tree(ours)).isEqualTo(tree(theirs)); // says what differs
      throw e;
    }
  }

  /** Every name with what it is, without Syncthing's own. */
  private static SortedMap<String, String> tree(Path root) {
    SortedMap<String, String> tree = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        String name = root.relativize(path).toString();
        if (!name.isEmpty() && !name.startsWith(".st")) {
          tree.put(name, what(path));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      return new TreeMap<>(Map.of("changed while we looked", root + ": " + e));
    }
    return tree;
  }

  private static String what(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link to " + Files.readSymbolicLink(path);
    }
    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
        ? "directory"
        : mode
            + " "
            + Files.getLastModifiedTime(path).toInstant().getEpochSecond()
            + " "
            + BlockHash.compute(Files.readAllBytes(path));
  }

  private static List<String> conflicts(Path root) {
    return tree(root).keySet().stream().filter(ConflictNames::isConflict).toList();
  }
}
