package larder.media.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.chunk.Expected;
import larder.media.chunk.Verification;
import larder.media.chunk.Verifier;
import larder.media.source.UnverifiedBlock;

/**
 * Looks through a cache that nobody uses: every map, and every present chunk against its hash.
 * Changes nothing unless it is told to repair; then it does what a start would do, and drops what
 * is damaged, to be fetched again.
 */
public final class CacheCheck {

  private final Path directory;
  private final DiskFiles disk;
  private final Mode mode;
  private final Verifier verifier = new Verifier();
  private final List<Finding> findings = new ArrayList<>();
  private long chunks;

  /**
   * @param directory the cache's own; it need not exist
   * @param disk for repairs
   */
  public CacheCheck(Path directory, DiskFiles disk, Mode mode) {
    this.directory = directory;
    this.disk = disk;
    this.mode = mode;
  }

  /** What to do about findings. */
  public enum Mode {
    LOOK,
    REPAIR
  }

  /** How bad a finding is. */
  public enum Weight {
    /** Something that was here is lost, and can be fetched again. */
    DAMAGE,
    /** A crash leaves such; the next start tidies up. */
    LEFTOVER,
    /** Not the cache's own; it is left alone. */
    FOREIGN
  }

  /**
   * Something that is not as it should be.
   *
   * @param what what is wrong, as a sentence without its end
   * @param remedy what a repair does about it
   */
  public record Finding(Path file, Weight weight, String what, String remedy) {}

  /** What was looked at. */
  public record Result(List<Finding> findings, long checkedChunks) {}

  /** The bytes of all data files, for who shows how far the check is. */
  public long bytes() throws IOException {
    long sum = 0;
    for (Path shelf : shelves()) {
      for (Path file : disk.list(shelf)) {
        sum += file.toString().endsWith(".data") ? disk.sizeBytes(file) : 0;
      }
    }
    return sum;
  }

  /**
   * Looks through everything.
   *
   * @param progress told how many more bytes were passed
   * @throws IOException if a directory cannot be listed or a repair fails
   */
  public Result run(LongConsumer progress) throws IOException {
    for (Path file : disk.list(directory)) {
      if (!ContentFiles.isShelf(file)) {
        checkOwn(file);
      }
    }
    for (Path shelf : shelves()) {
      checkShelf(shelf, progress);
    }
    return new Result(List.copyOf(findings), chunks);
  }

  private List<Path> shelves() throws IOException {
    return disk.list(directory).stream().filter(ContentFiles::isShelf).toList();
  }

  private void checkOwn(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (name.equals("kept")) {
      checkKept(file);
    } else if (name.endsWith(DiskFiles.TEMPORARY_SUFFIX)) {
      leftover(file);
    } else if (!name.equals("scrubbed")) {
      foreign(file);
    }
  }

  private void checkKept(Path file) throws IOException {
    try {
      KeptFile.parse(readAll(file));
    } catch (IllegalArgumentException e) {
      found(
          file,
          Weight.DAMAGE,
          "The list of what is kept is damaged",
          "remove it; mark again what to keep");
      if (mode == Mode.REPAIR) {
        disk.delete(file);
      }
    }
  }

  private void checkShelf(Path shelf, LongConsumer progress) throws IOException {
    Set<Path> used = new HashSet<>();
    List<Path> files = disk.list(shelf);
    for (Path file : files) {
      Optional<ContentId> content = ContentFiles.contentOfMap(file);
      if (content.isPresent()) {
        ContentFiles paths = ContentFiles.of(directory, content.get());
        used.add(paths.map());
        used.add(paths.data());
        checkContent(paths, content.get(), progress);
      }
    }
    for (Path file : files) {
      if (!ContentFiles.isOwn(file)) {
        foreign(file);
      } else if (!used.contains(file)) {
        leftover(file);
      }
    }
  }

  private void checkContent(ContentFiles paths, ContentId content, LongConsumer progress)
      throws IOException {
    long dataBytes = Files.exists(paths.data()) ? disk.sizeBytes(paths.data()) : 0;
    Optional<MapFile.Loaded> map =
        parse(paths).filter(loaded -> loaded.manifest().contentId().equals(content));
    if (map.isEmpty()) {
      found(paths.map(), Weight.DAMAGE, "The map is damaged", "drop the content; it is refetched");
      if (mode == Mode.REPAIR) {
        disk.delete(paths.map());
        disk.delete(paths.data());
      }
      progress.accept(dataBytes);
      return;
    }
    BitSet bad = damagedChunks(paths, map.get(), progress);
    progress.accept(dataBytes - presentBytes(map.get()));
    if (map.get().torn()) {
      found(paths.map(), Weight.DAMAGE, "The end of the map is torn", "cut it off");
    }
    if (!bad.isEmpty()) {
      found(
          paths.data(),
          Weight.DAMAGE,
          bad.cardinality() + " of " + map.get().present().cardinality() + " chunks are damaged",
          "drop them; they are refetched");
    }
    if (mode == Mode.REPAIR && (map.get().torn() || !bad.isEmpty())) {
      BitSet good = map.get().present();
      good.andNot(bad);
      disk.replace(paths.map(), MapFile.snapshot(map.get().manifest(), good, map.get().learned()));
    }
  }

  private static Optional<MapFile.Loaded> parse(ContentFiles paths) throws IOException {
    try {
      return MapFile.parse(readAll(paths.map()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static long presentBytes(MapFile.Loaded map) {
    return map.present().stream().mapToLong(map.manifest()::lengthOf).sum();
  }

  private BitSet damagedChunks(ContentFiles paths, MapFile.Loaded map, LongConsumer progress)
      throws IOException {
    BitSet bad = new BitSet();
    try (DiskFile data =
        new DiskFile(paths.data(), Set.of(StandardOpenOption.READ), new PastMemory())) {
      for (int index : map.present().stream().toArray()) {
        bad.set(index, !isSound(data, map, index));
        chunks++;
        progress.accept(map.manifest().lengthOf(index));
      }
    }
    return bad;
  }

  private boolean isSound(DiskFile data, MapFile.Loaded map, int index) {
    Manifest manifest = map.manifest();
    Expected expected = map.expected(index);
    ByteBuffer whole = ByteBuffer.allocate(manifest.lengthOf(index));
    try {
      int read = data.read(manifest.rangeOf(index).offsetBytes(), whole);
      UnverifiedBlock block = new UnverifiedBlock(whole.array());
      return read == whole.capacity()
          && expected instanceof Expected.Hash
          && switch (verifier.verify(manifest, index, expected, block)) {
            case Verification.Accepted _ -> true;
            case Verification.Refused _ -> false;
          };
    } catch (IOException e) {
      return false; // what cannot be read is as good as gone; the finding says so
    }
  }

  private void leftover(Path file) throws IOException {
    found(file, Weight.LEFTOVER, "A crash left this behind", "remove it");
    if (mode == Mode.REPAIR) {
      disk.delete(file);
    }
  }

  private void foreign(Path file) {
    found(file, Weight.FOREIGN, "This is not Larder's", "leave it alone");
  }

  private void found(Path file, Weight weight, String what, String remedy) {
    findings.add(new Finding(file, weight, what, remedy));
  }

  private static byte[] readAll(Path file) throws IOException {
    if (Files.size(file) > MapFile.MAX_BYTES) {
      throw new IllegalArgumentException(file + " is larger than any of ours");
    }
    return Files.readAllBytes(file);
  }
}
